"""How firm the list is: draws, what decides, other views, joined for those who defend it."""
