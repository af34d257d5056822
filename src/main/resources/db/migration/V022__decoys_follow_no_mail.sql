-- What a page shows of a request no longer depends on what became of its mail: a decoy need not follow one. It knows whom it is about, so
-- that the same browser asking again for the same person sees it again, as it would see its request.
alter table decoy
    drop column mail_id,
    drop column resent_last,
    add column person bytea;
