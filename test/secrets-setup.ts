// Fixed keys: tests never see a key of the machine they run on.
process.env.NEXTAUTH_SECRET = 'test-only-session-secret-of-sufficient-length'
process.env.PAWL_URL = 'http://localhost:3000'
process.env.NEXTAUTH_URL = 'http://localhost:3000'
process.env.PAWL_SECRET_KEY = 'AGE-SECRET-KEY-1RM0MRGH0SNZ8DJF3V6U6E9EPVMJDTCEW95CK6823NEDQUHC6KLNQQJ84NZ'
