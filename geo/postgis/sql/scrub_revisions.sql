-- $1 entry. Every version says nothing any more.
UPDATE atlante.revision SET content = '{}', reason = '', source = '', licence = '', retrieved_on = NULL WHERE entry = $1
