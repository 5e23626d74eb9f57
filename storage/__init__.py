"""The database: schema, migrations, and one file of statements per subject."""
