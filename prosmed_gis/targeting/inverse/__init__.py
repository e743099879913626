"""From lists back to weights: the score as a linear form, what would change the list, what explains a given one."""
