//! The tables, the same on both databases; a test compares them with the migrated databases.

diesel::table! {
    hosts (id) {
        id -> Text,
        issuer -> Nullable<Text>,
        subject -> Nullable<Text>,
        unclaimed_email -> Nullable<Text>,
        email -> Text,
        name -> Text,
        time_zone -> Nullable<Text>,
        created_at -> BigInt,
        country -> Nullable<Text>,
        quiet_from -> Nullable<Text>,
        quiet_to -> Nullable<Text>,
        hand_size -> Nullable<Integer>,
        response_window_minutes -> Nullable<Integer>,
        closed_at -> Nullable<BigInt>,
        contacts_version -> BigInt,
        log_number -> BigInt,
        calendar_hash -> Nullable<Text>,
        hears_needs_you -> Bool,
        hears_answers -> Text,
        hears_full -> Bool,
        hears_by_email -> Bool,
        language -> Nullable<Text>,
        hears_by_push -> Bool,
        push_names -> Bool,
    }
}

diesel::table! {
    access_keys (id) {
        id -> Text,
        host_id -> Text,
        kind -> Text,
        name -> Text,
        hash -> Text,
        created_at -> BigInt,
        expires_at -> Nullable<BigInt>,
        last_used_at -> Nullable<BigInt>,
        scopes -> Text,
    }
}

diesel::table! {
    contacts (id) {
        id -> Text,
        host_id -> Text,
        name -> Text,
        phone_number -> Nullable<Text>,
        email -> Nullable<Text>,
        priority -> Integer,
        preferred_channel -> Nullable<Text>,
        search_text -> Text,
        reachable -> Bool,
        last_invited_at -> BigInt,
        created_at -> BigInt,
        deleted_at -> Nullable<BigInt>,
        sms_opted_out -> Bool,
        email_opted_out -> Bool,
        erased_at -> Nullable<BigInt>,
        party_size -> Integer,
        not_for_dinners -> Bool,
        language -> Nullable<Text>,
        external_id -> Nullable<Text>,
        updated_at -> BigInt,
        tags -> Text,
        diet -> Nullable<Text>,
    }
}

diesel::table! {
    contact_tags (contact_id, tag_key) {
        contact_id -> Text,
        tag_key -> Text,
        host_id -> Text,
        tag -> Text,
    }
}

diesel::table! {
    events (id) {
        id -> Text,
        host_id -> Text,
        title -> Text,
        description -> Text,
        seats -> Integer,
        starts_at -> Nullable<BigInt>,
        time_zone -> Text,
        location -> Nullable<Text>,
        hand_size -> Nullable<Integer>,
        response_window_minutes -> Nullable<Integer>,
        quiet_from -> Nullable<Text>,
        quiet_to -> Nullable<Text>,
        deal_until -> Nullable<BigInt>,
        party_limit -> Integer,
        status -> Text,
        version -> BigInt,
        log_seq -> BigInt,
        due_at -> Nullable<BigInt>,
        created_at -> BigInt,
        deleted_at -> Nullable<BigInt>,
        by_hand -> Bool,
        colour -> Text,
        picture -> Text,
        pace -> Text,
        remind_unanswered -> Bool,
        remind_day_before -> Bool,
        external_id -> Nullable<Text>,
        updated_at -> BigInt,
        tags -> Text,
        ends_at -> Nullable<BigInt>,
        url -> Nullable<Text>,
        question -> Nullable<Text>,
    }
}

diesel::table! {
    deck_entries (event_id, contact_id) {
        event_id -> Text,
        contact_id -> Text,
        place -> Nullable<Integer>,
        excluded -> Bool,
    }
}

diesel::table! {
    invitations (id) {
        id -> Text,
        event_id -> Text,
        contact_id -> Text,
        token_hash -> Text,
        name -> Text,
        status -> Text,
        response -> Nullable<Text>,
        seat -> Text,
        party -> Integer,
        party_limit -> Integer,
        channel -> Text,
        respond_by -> Nullable<BigInt>,
        answered_at -> Nullable<BigInt>,
        standby_since -> Nullable<BigInt>,
        offered -> Bool,
        maybe_told -> Bool,
        by_host -> Bool,
        invited_at -> BigInt,
        confirmed -> Bool,
        note -> Nullable<Text>,
        calendar_changes -> Integer,
        calendar_address -> Nullable<Text>,
        calendar_starts_at -> Nullable<BigInt>,
        reminded_at -> Nullable<BigInt>,
        day_before_at -> Nullable<BigInt>,
        party_size -> Integer,
        updated_at -> BigInt,
        details -> Nullable<Text>,
    }
}

diesel::table! {
    messages (id) {
        id -> Text,
        event_id -> Text,
        invitation_id -> Text,
        kind -> Text,
        occasion -> BigInt,
        channel -> Text,
        status -> Text,
        due_at -> Nullable<BigInt>,
        lease -> Nullable<Text>,
        attempts -> Integer,
        provider_id -> Nullable<Text>,
        error -> Nullable<Text>,
        created_at -> BigInt,
        updated_at -> BigInt,
        counted -> Bool,
        words -> Nullable<Text>,
    }
}

diesel::table! {
    log_entries (event_id, seq) {
        event_id -> Text,
        seq -> BigInt,
        at -> BigInt,
        kind -> Text,
        invitation_id -> Nullable<Text>,
        contact_name -> Nullable<Text>,
        text -> Text,
        detail -> Text,
        typed -> Bool,
        key_name -> Nullable<Text>,
    }
}

diesel::table! {
    letters (id) {
        id -> Text,
        recipient -> Text,
        channel -> Text,
        subject -> Nullable<Text>,
        body -> Text,
        at -> BigInt,
        html -> Nullable<Text>,
    }
}

diesel::table! {
    opt_outs (address, channel, sender) {
        address -> Text,
        channel -> Text,
        sender -> Text,
        in_force -> Bool,
        at -> BigInt,
    }
}

diesel::table! {
    message_counts (day, channel, host_id) {
        day -> BigInt,
        channel -> Text,
        host_id -> Text,
        messages -> Integer,
    }
}

diesel::table! {
    inbound_texts (id) {
        id -> Text,
        phone_number -> Text,
        kind -> Text,
        invitation_id -> Nullable<Text>,
        replied -> Bool,
        at -> BigInt,
    }
}

diesel::table! {
    channel_states (host_id, channel) {
        host_id -> Text,
        channel -> Text,
        resting -> Nullable<Text>,
        since -> BigInt,
    }
}

diesel::table! {
    texted_words (event_id, seq) {
        event_id -> Text,
        seq -> BigInt,
        invitation_id -> Text,
        words -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    import_changes (import_id, contact_id) {
        import_id -> Text,
        contact_id -> Text,
        host_id -> Text,
        imported_at -> BigInt,
        fields_before -> Nullable<Text>,
        fields_after -> Text,
    }
}

diesel::table! {
    repeatable_requests (host_id, idempotency_key) {
        host_id -> Text,
        idempotency_key -> Text,
        request_hash -> Text,
        response -> Text,
        answered_at -> BigInt,
    }
}

diesel::table! {
    host_log_events (event_id) {
        event_id -> Text,
        host_id -> Text,
        seq -> BigInt,
    }
}

diesel::table! {
    host_log_entries (host_id, number) {
        host_id -> Text,
        number -> BigInt,
        event_id -> Text,
        seq -> BigInt,
    }
}

diesel::table! {
    webhooks (id) {
        id -> Text,
        host_id -> Text,
        url -> Text,
        kinds -> Nullable<Text>,
        secret -> Text,
        old_secret -> Nullable<Text>,
        old_secret_until -> Nullable<BigInt>,
        paused_reason -> Nullable<Text>,
        log_number -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    webhook_deliveries (webhook_id, number) {
        webhook_id -> Text,
        number -> BigInt,
        event_id -> Text,
        seq -> BigInt,
        kind -> Text,
        due_at -> Nullable<BigInt>,
        lease -> Nullable<Text>,
        attempts -> Integer,
        first_tried_at -> Nullable<BigInt>,
        last_tried_at -> Nullable<BigInt>,
        http_status -> Nullable<Integer>,
        error -> Nullable<Text>,
        created_at -> BigInt,
        delivered_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    host_messages (id) {
        id -> Text,
        host_id -> Text,
        status -> Text,
        due_at -> Nullable<BigInt>,
        lease -> Nullable<Text>,
        attempts -> Integer,
        counted -> Bool,
        error -> Nullable<Text>,
        created_at -> BigInt,
        updated_at -> BigInt,
        subscription_id -> Nullable<Text>,
        entries -> Nullable<Text>,
    }
}

diesel::table! {
    host_news (event_id, seq) {
        event_id -> Text,
        seq -> BigInt,
        host_id -> Text,
        due_at -> Nullable<BigInt>,
        message_id -> Nullable<Text>,
        pushed -> Bool,
    }
}

diesel::table! {
    push_subscriptions (id) {
        id -> Text,
        host_id -> Text,
        key_id -> Text,
        endpoint -> Text,
        public_key -> Text,
        auth -> Text,
        created_at -> BigInt,
    }
}

diesel::joinable!(access_keys -> hosts (host_id));
diesel::joinable!(channel_states -> hosts (host_id));
diesel::joinable!(contact_tags -> contacts (contact_id));
diesel::joinable!(contacts -> hosts (host_id));
diesel::joinable!(events -> hosts (host_id));
diesel::joinable!(deck_entries -> contacts (contact_id));
diesel::joinable!(deck_entries -> events (event_id));
diesel::joinable!(host_messages -> hosts (host_id));
diesel::joinable!(import_changes -> hosts (host_id));
diesel::joinable!(push_subscriptions -> access_keys (key_id));
diesel::joinable!(push_subscriptions -> hosts (host_id));
diesel::joinable!(invitations -> contacts (contact_id));
diesel::joinable!(invitations -> events (event_id));
diesel::joinable!(messages -> invitations (invitation_id));
diesel::joinable!(messages -> events (event_id));
diesel::joinable!(log_entries -> events (event_id));
diesel::joinable!(webhook_deliveries -> webhooks (webhook_id));
diesel::joinable!(webhooks -> hosts (host_id));
diesel::allow_tables_to_appear_in_same_query!(
    access_keys,
    channel_states,
    contact_tags,
    contacts,
    deck_entries,
    events,
    host_log_entries,
    host_log_events,
    host_messages,
    hosts,
    import_changes,
    inbound_texts,
    invitations,
    letters,
    log_entries,
    message_counts,
    messages,
    opt_outs,
    push_subscriptions,
    repeatable_requests,
    texted_words,
    webhook_deliveries,
    webhooks,
);
