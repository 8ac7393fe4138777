"""The reviewer's loop: what people entered in draft.xlsx, read back, counted, ranked and recorded."""
