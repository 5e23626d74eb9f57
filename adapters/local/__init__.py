"""The playground: several people in one browser, no credentials."""
