def front(request): ...


post = entity_list = entity = section = tag = not_found = front
