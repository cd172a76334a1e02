-- Takes the rights away that new tables of the schema would get, for a restore.
ALTER DEFAULT PRIVILEGES FOR ROLE atlante_owner IN SCHEMA atlante REVOKE ALL ON TABLES FROM atlante_app
