"""From county to city: several counties' results joined into one list, with what two of them have in common."""
