"""Pure: what a plan rests on, what each of its parts is worth, and what else the money could do."""
