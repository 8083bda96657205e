"""Links of the finished site, all of them; and addresses of other hosts, when somebody asks."""
