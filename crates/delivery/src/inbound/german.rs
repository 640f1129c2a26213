use seat_dealer_core::Response::{Maybe, No, Probably, Yes};

use super::reader::{PhraseTable, Sense};

/// German. Its *nicht* may come late (*ich komme leider nicht*): the longest phrase decides.
pub(super) static GERMAN: PhraseTable = PhraseTable {
    classes: &[
        (
            "gladly",
            "gerne|gern|sehr_gerne|sehr_gern|natürlich|selbstverständlich|auf_jeden_fall|\
             aufjedenfall|sicher|ganz_sicher|bestimmt_gerne|alle|beide|beide_gerne|\
             wirklich_gerne|total_gerne|mit_freude|mit_vergnügen",
        ),
        (
            "sadly",
            "leider|leider_doch|wohl_leider|diesmal|dieses_mal|leider_diesmal|diesmal_leider",
        ),
        (
            "day",
            "heute|heute_abend|morgen|da|dann|an_dem_tag|an_dem_abend|an_diesem_tag|\
             an_diesem_abend|am_montag|am_dienstag|am_mittwoch|am_donnerstag|am_freitag|\
             am_samstag|am_sonnabend|am_sonntag|zum_essen|zur_feier|zur_party|zum_abendessen",
        ),
        (
            "come",
            "kommen|dabei_sein|dabeisein|da_sein|dasein|teilnehmen|mitkommen|vorbeikommen|\
             dazukommen",
        ),
    ],
    phrases: &[
        (
            Sense::Answer(Yes),
            &[
                "ja|jaa|jo|joa_gerne|jep|jepp|jup|jap|jawohl|jaja|ja_ja|yep|aber_ja",
                "ja|aber|na|ja_na|ja_aber? klar|logo|natürlich|sicher|gern|gerne",
                "klar|klaro|na_klar|logisch|logo|natürlich|selbstverständlich|gerne|gern|\
                 liebend_gern|liebend_gerne|herzlich_gern|herzlich_gerne|unbedingt|aber_sicher|\
                 sicher_doch",
                "sehr|ganz|total|wirklich|super|so gerne|gern",
                "auf_jeden_fall|aufjedenfall|auf_alle_fälle|mit_vergnügen|mit_freude|mit_freuden",
                "ich|wir? bin|sind {gladly}? dabei|mit_dabei|da|am_start|mit_von_der_partie \
                 {gladly}?",
                "ich|wir? bin|sind? noch|immer_noch|weiterhin dabei|mit_dabei|da",
                "es|das? bleibt dabei",
                "{gladly} dabei|mit_dabei",
                "^ dabei|bin_da|sind_da",
                "ich|wir? komme|kommen {gladly}? vorbei|dazu|mit? {gladly}?",
                "ich|wir kann|können {gladly}? {come}?",
                "kann|können {gladly}? {come}",
                "ich|wir werde|werden {gladly}? {come}",
                "ich|wir? sage|sagen {gladly}? zu",
                "ich|wir? nehme|nehmen {gladly}? teil|die_einladung_an|deine_einladung_an|\
                 eure_einladung_an {gladly}?",
                "ich|wir? nehme|nehmen {gladly} an",
                "^ zusage|zugesagt",
                "zähl|zählt|rechne|rechnet auf|mit mich|mir|uns",
                "das lassen|lasse wir|ich uns|mir nicht entgehen",
            ],
        ),
        (
            Sense::Answer(Probably),
            &[
                "wahrscheinlich|vermutlich|höchstwahrscheinlich|voraussichtlich|ziemlich_sicher",
                "sehr wahrscheinlich",
                "wahrscheinlich|vermutlich|höchstwahrscheinlich|voraussichtlich ja|schon|dabei",
                "ich|wir? komme|kommen wahrscheinlich|vermutlich|höchstwahrscheinlich|\
                 voraussichtlich",
                "ich|wir? bin|sind wahrscheinlich|vermutlich|höchstwahrscheinlich|\
                 voraussichtlich dabei|da",
            ],
        ),
        (
            Sense::Answer(Maybe),
            &[
                "vielleicht|vllt|vlt|evtl|eventuell|möglicherweise|mal_sehen|mal_schauen|\
                 weiß_nicht|jein",
                "ich|wir? weiß|wissen es|das? noch? nicht|nicht_genau|nicht_sicher",
                "ich|wir? bin|sind mir|uns? noch? nicht sicher",
                "noch? nicht sicher",
                "noch unsicher|unklar|offen",
                "ich|wir? komme|kommen vielleicht|eventuell|evtl",
            ],
        ),
        (
            Sense::Answer(No),
            &[
                "aber? nein|nee|nö|ne|nein_danke|keinesfalls|auf_keinen_fall",
                "aber? {sadly} nein|nicht|ohne_mich|ohne_uns",
                "aber? ich|wir? kann|können {day}? {sadly}? {day}? nicht {day}? {come}?",
                "aber? ich|wir? werde|werden {day}? {sadly}? {day}? nicht {come} können?",
                "aber? ich|wir? komme|kommen {day}? {sadly}? {day}? nicht|nicht_mit|nicht_vorbei",
                "aber? ich|wir? bin|sind {day}? {sadly}? {day}? nicht da|dabei|verfügbar",
                "aber? ich|wir? bin|sind {day}? {sadly}? {day}? verhindert|raus|nicht_dabei",
                "aber? {sadly} verhindert|unmöglich|nicht_möglich|keine_zeit|nicht_dabei",
                "aber? das|es? geht|klappt|passt|wird {day}? {sadly}? {day}? nicht|nichts \
                 bei_mir|bei_uns?",
                "aber? ich|wir? schaffe|schaffen es {day}? {sadly}? {day}? nicht",
                "aber? ich|wir? muss|müssen {sadly}? absagen|passen",
                "aber? ich|wir? sage|sagen {sadly}? ab",
                "aber? ich|wir? habe|haben {day}? {sadly}? {day}? keine zeit",
                "^ absage|abgesagt|unmöglich|ohne_mich|ohne_uns|niemals",
                "aber? {sadly} muss_ich|müssen_wir {day}? {sadly}? absagen|passen",
                "aber? {day} kann_ich|können_wir {sadly}? nicht {come}?",
                "aber? {sadly} kann_ich|können_wir {day}? nicht {day}? {come}?",
                "aber? {sadly} bin_ich|sind_wir {day}? verhindert|nicht_da|nicht_dabei|raus",
                "ich|wir? würde|würden sehr|so? gerne|gern {come}? aber|kann_aber|können_aber|\
                 aber_ich_kann|aber_wir_können|aber_kann {sadly}? nicht {come}?",
                "ich|wir? wäre|wären sehr|so? gerne|gern dabei|gekommen aber|kann_aber|\
                 können_aber|aber_ich_kann|aber_wir_können {sadly}? nicht|verhindert",
            ],
        ),
        (
            Sense::Regret,
            &[
                "leider|schade|bedauerlicherweise|zu_schade|wie_schade",
                "vielleicht|eventuell|vllt? ein_andermal|ein_anderes_mal|nächstes_mal|das_nächste_mal|beim_nächsten_mal",
                "viel spaß|vergnügen|freude euch|dir?",
                "ich|wir? bin|sind {day}? schon|leider? im_urlaub|verreist|unterwegs|krank|weg|\
                 arbeiten|auf_reisen",
                "ich|wir? muss|müssen {day}? leider? arbeiten",
                "ich|wir? habe|haben {day}? schon|leider|leider_schon|bereits? etwas|was vor|\
                 anderes_vor",
                "schönen_abend euch|dir|noch?",
            ],
        ),
        (Sense::Doubt, &["^ ja|jaa|jo|jep|yep hallo|hello"]),
        (
            Sense::Courtesy,
            &[
                "hallo|hi|hey|moin|servus|grüß_dich|grüezi|liebe|lieber|ihr_lieben|guten_tag|\
                 guten_abend|guten_morgen|oh|ah|haha|juhu|jippie",
                "danke|dankeschön|danke_schön|danke_sehr|danke_dir|danke_euch|vielen_dank|\
                 herzlichen_dank|vielen_lieben_dank|lieben_dank|tausend_dank|danke_danke",
                "danke|vielen_dank|herzlichen_dank|vielen_lieben_dank|lieben_dank|tausend_dank \
                 für die|deine|eure liebe|nette? einladung|nachfrage|anfrage",
                "danke|vielen_dank für das? nachfragen|einladen|fragen|bescheid",
                "bitte|entschuldige|entschuldigung|sorry|verzeihung|tut_mir_leid|tut_uns_leid|\
                 es_tut_mir_leid|es_tut_uns_leid|es_tut_mir_sehr_leid|tut_mir_sehr_leid",
                "sorry|entschuldigung|entschuldige für_die_späte_antwort|die_späte_antwort",
                "ich|wir? freue|freuen mich|uns schon|sehr|riesig|total? sehr|riesig? auf_euch|\
                 auf_dich|drauf|darauf?",
                "ich|wir? freu mich|uns schon|sehr|riesig|total? auf_euch|auf_dich|drauf|darauf?",
                "bis dann|dahin|samstag|sonntag|freitag|bald|später",
                "super|toll|prima|perfekt|schön|wunderbar|klasse|cool|ok|okay|passt|alles_klar|\
                 wie_schön|wie_nett",
                "von_meinem iphone|handy|samsung gesendet?",
                "gesendet_von_meinem iphone|handy",
            ],
        ),
        (
            Sense::SignOff,
            &[
                "lg|vg|mfg|glg|hg|bg|gruß|grüße|liebe_grüße|liebe_gruesse|viele_grüße|\
                 viele_liebe_grüße|herzliche_grüße|beste_grüße|schöne_grüße|ganz_liebe_grüße|\
                 eure|euer|deine|dein|dicker_kuss",
            ],
        ),
        (
            Sense::Stop,
            &[
                "stop|stopp|stoppen|abmelden|abbestellen|austragen|aufhören",
                "meine|diese? nummer bitte? löschen|entfernen|streichen",
                "lösche|löscht|löschen_sie|entferne|entfernt|entfernen_sie|streiche|streicht|\
                 streichen_sie mich|uns|meine_nummer|diese_nummer bitte? aus|von? der|dieser|eurer|\
                 deiner|ihrer? liste|verteiler?",
                "bitte? keine weiteren? sms|nachrichten|texte mehr? an_mich|an_uns?",
                "ich|wir? will|möchte|wollen|möchten keine weiteren? sms|nachrichten|texte mehr? \
                 bekommen|erhalten?",
                "schreib|schreibt|schreiben_sie|textet|kontaktieren_sie|kontaktiert mir|uns|mich \
                 bitte? nicht|nie mehr|wieder",
                "schick|schickt|schicken_sie|sende|sendet|senden_sie mir|uns bitte? keine \
                 weiteren? sms|nachrichten|texte mehr?",
                "hör|hört|hören_sie bitte? auf mir|uns|mich|damit? zu? schreiben|texten|\
                 kontaktieren|nerven?",
                "lass|lasst|lassen_sie mich|uns bitte? in_ruhe",
                "melde|meldet|melden_sie mich|uns bitte? ab",
                "nimm|nehmt|nehmen_sie mich|uns|meine_nummer bitte? aus|von der|dieser|eurer|\
                 deiner|ihrer|dem liste|verteiler? raus?",
                "nicht_mehr schreiben|anschreiben|texten|kontaktieren",
            ],
        ),
        (
            Sense::Help,
            &[
                "^ hilfe",
                "^ wer ist|schreibt das|da|hier|dort",
                "^ wer bist_du|sind_sie|seid_ihr",
                "^ was ist|soll das",
            ],
        ),
    ],
    demands: &[
        "hör|hört|hören_sie bitte? auf mir|uns|mich zu",
        "schreib|schreibt|schreiben_sie mir|uns bitte? nicht|nie mehr|wieder",
        "keine sms|nachrichten mehr",
        "melde|meldet|melden_sie mich|uns bitte? ab",
    ],
    reactions: &[
        "gefällt|gefällt_mir|gefällt_nicht|gefällt_mir_nicht|mag|mag_nicht|liebt|lacht_über|\
         lachte_über|betont|betonte|hervorgehoben|hebt_hervor|hob_hervor|hinterfragt|\
         hinterfragte|fragt_zu|fragt_sich",
        "hat? ein|eine|einen herz|gefällt_mir|lachen|ausrufezeichen|fragezeichen|daumen_hoch|\
         reaktion von|aus|bei entfernt?",
        "reagiert|reagierte|hat_reagiert|hat mit? auf",
        "hat? auf|zu|mit",
        "hat markiert",
        "reaktion auf|zu",
        "herz|reaktion|gefällt_mir|lachen entfernt von|aus|für",
    ],
    reactions_to_pictures: &[
        "gefällt|liebt|lacht_über|betont|hinterfragt|reagierte_auf|hat_auf ein_bild|ein_foto|\
         ein_video|einen_anhang reagiert?",
    ],
    and: "und",
    adverb_endings: "weise",
    not_names: "aber wenn falls außer nur ohne nicht später irgendwann spaß scherz witz \
     hoffentlich kommt fast allein alleine stattdessen bis nach vor weil obwohl jedoch nie \
     niemals niemand kein keiner oder doch wartet gestern montag dienstag mittwoch donnerstag \
     freitag samstag sonntag januar februar märz april mai juni juli august september oktober \
     november dezember mittagessen abendessen frühstück kinder zwei drei vier gäste eher kaum halb \
     quatsch eventuell notfalls bedingt vorläufig theoretisch zweifelhaft egal",
};
