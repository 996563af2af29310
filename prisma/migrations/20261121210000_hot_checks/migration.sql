-- Postgres reads the text of a CHECK anew in every statement that writes its table, and these three tables are written
-- at each step of each run. The columns have one writer (`server/features/run-events`), whose types say the same.
ALTER TABLE "Run" DROP CONSTRAINT "Run_status_check", DROP CONSTRAINT "Run_phase_check";
ALTER TABLE "StepRun" DROP CONSTRAINT "StepRun_status_check";
