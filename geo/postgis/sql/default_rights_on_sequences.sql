-- Takes the rights away that new sequences of the schema would get, for a restore.
ALTER DEFAULT PRIVILEGES FOR ROLE atlante_owner IN SCHEMA atlante REVOKE ALL ON SEQUENCES FROM atlante_app
