"""The records: SQL, migrations, transactions. Nothing here decides."""
