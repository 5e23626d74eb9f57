"""One's own data: what is held, how long, and how one gets it, corrects it and has it erased."""
