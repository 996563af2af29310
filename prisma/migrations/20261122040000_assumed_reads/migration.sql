-- A statement that goes by what was read before asks for it once more (`server/platform/db/assuming.ts`). Where that has
-- changed, this undoes it whole.
CREATE FUNCTION refuse_stale() RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'What was read before has changed since.' USING ERRCODE = 'PW001';
END
$$;
