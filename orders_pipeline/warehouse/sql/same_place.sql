AND told.window_id = made.window_id AND told.page_number = made.page_number AND told.position = made.position
