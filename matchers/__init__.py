"""Middle floor: evidence in, draft out. Who holds it, is it valid, which indicator, how many points."""
