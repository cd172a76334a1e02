-- Mails that wait are given up, and their words forgotten. Index mail_to_send.
UPDATE atlante.mail SET state = 'failed', fault = 'restored', values = '{}' WHERE state IN ('waiting', 'sending')
