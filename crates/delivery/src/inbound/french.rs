use seat_dealer_core::Response::{Maybe, No, Probably, Yes};

use super::reader::{PhraseTable, Sense};

/// French. Its *ne* is often left out: *je viens pas* is a NO.
pub(super) static FRENCH: PhraseTable = PhraseTable {
    classes: &[
        (
            "come",
            "venir|être_là|être_présent|être_présente|être_présents|être_des_vôtres|participer|\
             assister|me_joindre_à_vous|nous_joindre_à_vous",
        ),
        (
            "gladly",
            "avec_plaisir|avec_grand_plaisir|avec_joie|volontiers|bien_sûr|évidemment|sans_faute",
        ),
        ("who", "je|on|nous|j|moi_je|nous_on"),
        ("not", "pas|pas_du_tout|malheureusement_pas|hélas_pas|plus"),
        (
            "day",
            "ce_soir|demain|ce_jour_là|cette_fois|cette_fois_ci|ce_soir_là|samedi|dimanche|\
             vendredi|jeudi|mercredi|mardi|lundi|à_cette_date",
        ),
    ],
    phrases: &[
        (
            Sense::Answer(Yes),
            &[
                "oui|ouais|ouaip|oui_oui|ouii|mais_oui|ah_oui",
                "oui {gladly}",
                "bien_sûr|bien_sûr_que_oui|volontiers|carrément|évidemment|absolument|avec_joie",
                "avec un|grand|un_grand|un_immense|beaucoup_de|le_plus_grand? plaisir",
                "je viens|viendrai|serai_là|serai_présent|serai_présente|serai_des_vôtres|\
                 participe|participerai|serai_de_la_partie {gladly}?",
                "nous venons|viendrons|serons_là|serons_présents|serons_des_vôtres|participons|\
                 participerons|serons_de_la_partie {gladly}?",
                "on vient|viendra|sera_là|y_sera|sera_présents|y_va|sera_des_vôtres {gladly}?",
                "jy serai",
                "jen suis",
                "compte|comptez sur moi|nous",
                "^ présent|présente|présents|présentes",
                "je|nous|on? confirme|confirmons ma_présence|notre_présence|ma_venue|notre_venue?",
                "je_suis|on_est|nous_sommes? partant|partante|partants|partantes",
                "je_suis|on_est|nous_sommes? toujours partant|partante|partants|partantes|là|\
                 des_vôtres",
                "ça tient toujours",
                "je peux {come}",
                "on peut {come}",
                "nous pouvons {come}",
                "je_serais|nous_serions|on_serait|je_serai|nous_serons ravi|ravie|ravis|ravies|\
                 heureux|heureuse|enchanté|enchantée de_venir|de_participer|dêtre_là|\
                 dêtre_des_vôtres",
                "ravi|ravie|ravis|ravies|heureux|heureuse de_venir|dêtre_là|dêtre_des_vôtres",
                "jaccepte|nous_acceptons|on_accepte {gladly}|linvitation|votre_invitation|\
                 ton_invitation?",
                "je_ne|on_ne|nous_ne|je|on raterais|raterait|raterions|manquerais|manquerait ça|\
                 cela pour_rien_au_monde",
            ],
        ),
        (
            Sense::Answer(Probably),
            &[
                "probablement|sûrement|sans_doute|très_probablement|vraisemblablement|\
                 normalement_oui",
                "probablement|sûrement|sans_doute oui",
                "je_viendrai|je_serai|on_viendra|on_sera|nous_viendrons probablement|sûrement|\
                 sans_doute là?",
            ],
        ),
        (
            Sense::Answer(Maybe),
            &[
                "peut_être|ptet|ptêt|ptetre|possible|cest_possible|éventuellement|jsp|jsais_pas",
                "peut_être que_oui",
                "je_ne|je|on_ne|on|nous_ne sais|sait|savons pas|pas_encore|pas_trop",
                "je_ne_suis|je_suis|on_nest|on_est? pas|pas_encore sûr|sûre|sûrs|certain|certaine",
                "à_voir|on_verra|je_verrai",
            ],
        ),
        (
            Sense::Answer(No),
            &[
                "mais? non|nan|non_merci|hélas_non|malheureusement_non|non_malheureusement",
                "mais? je_ne|je|jne peux|pourrai|pourrais {not} {come}? {day}?",
                "mais? on_ne|on|nous_ne|nous peut|pourra|pouvons|pourrons {not} {come}? {day}?",
                "mais? je_ne|je viens|viendrai|participerai|participe {not} {day}?",
                "mais? on_ne|on vient|viendra {not} {day}?",
                "mais? nous_ne|nous venons|viendrons {not} {day}?",
                "mais? je_ne|je serai|suis {not} là|présent|présente|disponible|libre|dispo {day}?",
                "mais? on_ne|on|nous_ne|nous sera|serons|est|sommes {not} là|présents|\
                 disponibles|libres|dispo|dispos {day}?",
                "mais? je_suis|on_est|nous_sommes pas_dispo|pas_disponible|pas_disponibles|\
                 pas_libre|indisponible|indisponibles {day}?",
                "cest|ça? malheureusement|hélas|pas? impossible|possible_pas|pas_possible \
                 pour_moi|pour_nous? {day}?",
                "impossible|pas_possible|ce_nest_pas_possible|ça_ne_va_pas_être_possible|\
                 ça_va_pas_être_possible pour_moi|pour_nous? {day}?",
                "je|nous|on? décline|déclinons votre_invitation|ton_invitation|linvitation?",
                "je_dois|nous_devons|on_doit décliner|refuser|dire_non",
                "bien_sûr_que|évidemment_que non",
                "^ absent|absente|absents|sans_moi|sans_nous|jamais",
                "pas dispo|dispos|disponible|disponibles|libre|libres {day}?",
                "ce_sera_sans|sans moi|nous cette_fois|malheureusement",
                "malheureusement|hélas|cette_fois pas|non",
                "pas cette_fois|ce_soir",
                "jaimerais|jaurais_aimé|on_aimerait|nous_aimerions|jaimerais_bien {come}? mais \
                 malheureusement|hélas? je_ne|je|on_ne|on|nous_ne peux|peut|pouvons|pourrai|\
                 pourra {not} {come}?",
            ],
        ),
        (
            Sense::Regret,
            &[
                "malheureusement|hélas|dommage|quel_dommage|à_regret|cest_dommage",
                "peut_être? une_prochaine_fois|la_prochaine_fois|une_autre_fois|ce_sera_pour_une_autre_fois|\
                 partie_remise",
                "amusez_vous|amuse_toi bien",
                "bonne|belle soirée|fête",
                "je_suis|on_est|nous_sommes|je_serai|on_sera|nous_serons|jai déjà? pris|prise|\
                 occupé|occupée|en_vacances|en_déplacement|malade|absent|absente|au_travail|\
                 un_empêchement|quelque_chose_de_prévu {day}?",
            ],
        ),
        (Sense::Doubt, &["^ oui|ouais bonjour|hello|bonsoir"]),
        (
            Sense::Courtesy,
            &[
                "bonjour|salut|coucou|bonsoir|hello|chère|cher|chers|oh|ah|haha|youpi|super|\
                 génial|parfait|chouette|top|cool|ok|okay|daccord|ça_marche|très_bien",
                "merci|merci_beaucoup|mille_mercis|merci_bien|merci_infiniment|un_grand_merci|\
                 merci_à_vous|merci_à_toi",
                "merci|merci_beaucoup|mille_mercis|merci_bien|un_grand_merci pour|de linvitation|\
                 ton_invitation|votre_invitation|cette_invitation|nous_inviter|minviter|\
                 lattention|votre_gentille_invitation|la_gentille_invitation",
                "sil_te_plaît|sil_vous_plaît|stp|svp",
                "désolé|désolée|désolés|vraiment_désolé|vraiment_désolée|je_suis_désolé|\
                 je_suis_désolée|nous_sommes_désolés|on_est_désolés|pardon|toutes_mes_excuses|\
                 excuse_moi|excusez_moi",
                "désolé|désolée|pardon pour|de le_retard|la_réponse_tardive|ma_réponse_tardive|\
                 répondre_si_tard",
                "hâte|jai_hâte|on_a_hâte|nous_avons_hâte dy_être|de_vous_voir|de_te_voir|dêtre_là?",
                "à bientôt|samedi|dimanche|vendredi|tout_à_lheure|plus|très_vite",
                "quelle bonne|belle? joie|idée",
                "envoyé_de|envoyé_depuis mon iphone|portable|téléphone|mobile",
            ],
        ),
        (
            Sense::SignOff,
            &[
                "bises|bisous|bise|biz|gros_bisous|je_vous_embrasse|je_tembrasse|cordialement|\
                 amicalement|amitiés|à_bientôt|affectueusement",
            ],
        ),
        (
            Sense::Stop,
            &[
                "stop|arrêt|arrêter|arrêtez|désabonner|désinscrire|désabonnement|désinscription|\
                 me_désabonner|me_désinscrire|se_désabonner|se_désinscrire",
                "^ arrête stp|svp|merci|sil_te_plaît?",
                "stop aux|les|des|tous_les|vos? sms|messages|textos",
                "arrêtez|arrête|cessez les|vos|ces|tous_les|tes sms|messages|textos",
                "nécrivez|nécris|nenvoyez plus rien?",
                "merci|prière de ne_plus mécrire|me_contacter|menvoyer de|des|ces|vos? sms|messages|\
                 textos?",
                "merci|prière de me désinscrire|désabonner|retirer|supprimer de_la_liste|\
                 de_votre_liste|de_cette_liste?",
                "désabonnez|désabonne|désinscrivez|désinscris moi|nous",
                "je veux|voudrais|souhaite me désabonner|désinscrire",
                "plus de|aucun sms|messages|message|textos merci?",
                "je ne? veux|souhaite plus recevoir? de|vos|ces? sms|messages|textos?",
                "ne? mécrivez|mécris|menvoyez|menvoie|me_contactez|me_contacte plus|pas de? sms|\
                 messages|textos?",
                "arrête|arrêtez|cesse|cessez de mécrire|menvoyer|me_contacter|nous_écrire|\
                 menvoyer_des|menvoyer_ces sms|messages|textos?",
                "laissez|laisse moi|nous tranquille|tranquilles",
                "retirez|retire|supprimez|supprime|enlevez|effacez moi|mon_numéro de_cette_liste|\
                 de_la_liste|de_votre_liste?",
            ],
        ),
        (
            Sense::Help,
            &[
                "^ aide",
                "^ qui est_ce|êtes_vous|es_tu|mécrit",
                "^ cest qui",
                "^ cest quoi ça?",
            ],
        ),
    ],
    demands: &[
        "arrête|arrêtez|cesse|cessez de mécrire|menvoyer|me_contacter|nous_écrire",
        "ne? mécrivez|mécris|menvoyez plus",
        "désabonnez|désabonne|désinscrivez|désinscris moi|nous",
    ],
    reactions: &[
        "jaime|jadore|je_naime_pas",
        "a adoré|aimé|ri_de|ri_à|souligné|mis_en_évidence|interrogé|questionné|posé_une_question_sur|\
         exclamé|accentué|détesté",
        "na pas_aimé",
        "na_pas aimé",
        "sest interrogé|interrogée e? sur",
        "a retiré|supprimé un|une|le|la cœur|coeur|jaime|je_naime_pas|rire|exclamation|\
         point_dexclamation|point_dinterrogation|question|réaction de|à|sur",
        "a retiré|supprimé de",
        "a réagi avec? à",
        "a_ajouté|a_attribué un|une|la|le? jaime|cœur|mention? à?",
    ],
    reactions_to_pictures: &[
        "a adoré|aimé|ri_de|souligné une_image|une_photo|une_vidéo|une_pièce_jointe",
        "a_réagi avec? à une_image|une_photo|une_vidéo",
    ],
    and: "et",
    adverb_endings: "ment",
    not_names: "mais si sauf seulement sans plus tard peut dépend jusque après avant quand bien \
     parce quoique jamais personne ni ou blague rigole hier janvier février mars avril mai juin \
     juillet août septembre octobre novembre décembre déjeuner dîner enfants deux trois quatre \
     presque seul seule uniquement plutôt attends \
     bof éventuellement théoriquement provisoirement",
};
