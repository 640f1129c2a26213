use seat_dealer_core::Response::{Maybe, No, Probably, Yes};

use super::reader::{PhraseTable, Sense};

/// Italian. *Sì* is often written without its accent, and *non* as *nn*. *Magari* is a hope or a doubt, so the guest is
/// asked.
pub(super) static ITALIAN: PhraseTable = PhraseTable {
    classes: &[
        (
            "come",
            "venire|esserci|partecipare|essere_presente|essere_presenti|essere_dei_vostri|\
             unirmi_a_voi|unirci_a_voi|raggiungervi",
        ),
        (
            "gladly",
            "volentieri|molto_volentieri|con_piacere|con_molto_piacere|\
             con_grande_piacere|con_tanto_piacere|con_gioia|certamente|sicuramente|di_sicuro|\
             senzaltro|ovviamente",
        ),
        ("not", "non|nn"),
        (
            "can",
            "posso|possiamo|potrò|potremo|riesco|riusciamo|\
             riuscirò|riusciremo|ce_la_faccio|ce_la_facciamo|\
             ce_la_farò|ce_la_faremo",
        ),
        ("sadly", "purtroppo|stavolta|questa_volta|davvero|proprio"),
        (
            "day",
            "oggi|stasera|domani|domani_sera|quel_giorno|quella_sera|stavolta|questa_volta|\
             lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|sabato_sera|\
             domenica_sera|venerdì_sera|a_cena",
        ),
        ("me", "su_di_me|su_di_noi|su_me|su_noi|pure_su_di_me"),
        (
            "invitation",
            "linvito|il_tuo_invito|il_vostro_invito|il_suo_invito",
        ),
        (
            "list",
            "dalla_lista|da_questa_lista|dalla_tua_lista|dalla_vostra_lista",
        ),
        ("messages", "messaggi|messaggio|sms|messaggini"),
    ],
    phrases: &[
        (
            Sense::Answer(Yes),
            &[
                "sì|sì_sì|ma_sì|eh_sì|sissì|certo_che_sì|ma_certo_che_sì",
                "sì certo|{gladly}",
                "certo|certamente|sicuramente|assolutamente|ovviamente sì",
                "certo|ma_certo {gladly}",
                "{gladly}|certo_che_vengo|certo_che_ci_sono|certo_che_veniamo|volentierissimo",
                "io|noi? ci sono|siamo|sarò|saremo ancora|sempre|tutti|anchio|entrambi? {gladly}? {day}?",
                "{gladly} ci_sono|ci_siamo|ci_sarò|ci_saremo|vengo|veniamo",
                "ci sto|stiamo",
                "io|noi? vengo|veniamo|verrò|verremo ancora|sempre|anchio? {gladly}? {day}?",
                "partecipo|partecipiamo|parteciperò|parteciperemo {gladly}?",
                "posso|possiamo {come}? {day}?",
                "riesco|riusciamo|riuscirò|riusciremo a|ad {come}",
                "ce la faccio|facciamo",
                "conta|contate|conti {me}",
                "confermo|confermiamo|confermato|confermata|confermati|tutto_confermato \
                 la_mia_presenza|la_nostra_presenza|la_presenza?",
                "^ presente|presenti",
                "sono|siamo|sarò|saremo dei_vostri|dei_tuoi|della_partita",
                "accetto|accettiamo {gladly}|{invitation}?",
                "sarò|saremo|sarei|saremmo? felice|felici|felicissimo|felicissima|felicissimi|\
                 lieto|lieta|lieti|contento|contenta|contenti di {come}",
                "segnami|segnaci|segnatemi|segnateci pure?",
                "mi unisco|ci uniamo a_voi?",
                "{not} me_la|me_lo|ce_la|ce_lo perdo|perdiamo|perderei|perderemmo \
                 per_niente_al_mondo?",
            ],
        ),
        (
            Sense::Answer(Probably),
            &[
                "molto? probabilmente|probabile|è_probabile|quasi_sicuramente|quasi_certamente|\
                 quasi_sicuro|quasi_sicura|quasi_sicuri|quasi_certo|quasi_certa|quasi_certi \
                 sì|di_sì|vengo|veniamo|verrò|verremo|ci_sono|ci_siamo|ci_sarò|ci_saremo?",
                "vengo|veniamo|verrò|verremo|ci_sono|ci_sarò|ci_saremo molto? probabilmente",
                "in_linea_di_massima sì|vengo|ci_sono|ci_sarò",
            ],
        ),
        (
            Sense::Answer(Maybe),
            &[
                "forse|forse_sì|può_darsi|può_essere|chissà|boh|mah|vedremo|si_vedrà|vediamo",
                "forse vengo|veniamo|verrò|ci_sono|ci_sarò|riesco|ti_faccio_sapere|\
                 vi_faccio_sapere",
                "ancora? {not} lo? so|sappiamo ancora|se_posso|se_riesco|se_vengo|se_ci_sono?",
                "ancora? {not} sono|siamo ancora? sicuro|sicura|sicuri|certo|certa|certi ancora?",
            ],
        ),
        (
            Sense::Answer(No),
            &[
                "ma? no|nope|no_no|eh_no|no_grazie|certo_che_no|assolutamente_no|ovviamente_no",
                // Spanish, or *non* without its last letter.
                "no vengo",
                "ma? {sadly}|{day} no",
                "ma? io|noi? {sadly}? {day}? {not} {can} a|ad? {come}? {day}?",
                "ma? io|noi? {sadly}? {day}? {not} ci sono|siamo|sarò|saremo {day}?",
                "ma? io|noi? {sadly}? {day}? {not} vengo|veniamo|verrò|verremo|partecipo|\
                 partecipiamo|parteciperò|parteciperemo {day}?",
                "ma? {sadly}? {day}? {not} sono|siamo|sarò|saremo disponibile|disponibili|libero|\
                 libera|liberi|dei_vostri {day}?",
                "ma? {sadly}? devo|dobbiamo {sadly}? rinunciare|declinare|passare|dire_di_no|\
                 dare_forfait",
                "rinuncio|rinunciamo|declino|decliniamo {invitation}?",
                "ma? {sadly}? mi|ci|per_me|per_noi? è? impossibile {come}? per_me|per_noi? {day}?",
                "ma? {sadly}? {not} è|mi_è|ci_è possibile {come}? {day}?",
                "{not} contare|contate|conti {me}",
                "^ mai|assente|assenti|senza_di_me|senza_di_noi",
                "mi|ci piacerebbe|sarebbe_piaciuto|piacerebbe_tanto|piacerebbe_molto {come}? ma \
                 {sadly}? {day}? {not} {can} a|ad? {come}? {day}?",
                "verrei|verremmo|sarei_venuto|sarei_venuta volentieri|molto_volentieri ma \
                 {sadly}? {day}? {not} {can} {day}?",
            ],
        ),
        (
            Sense::Regret,
            &[
                "purtroppo|peccato|che_peccato|mannaggia|sfortunatamente",
                "forse|magari|sarà? per|alla? unaltra_volta|la_prossima_volta|la_prossima|\
                 prossima|prossima_volta|un_altro_giorno|unaltra_occasione",
                "divertitevi|divertiti|buon_divertimento|buona_serata|buona_cena|buona_festa \
                 anche_senza_di_me|senza_di_me?",
                "io? sono|siamo|sarò|saremo già? via|fuori|fuori_città|in_viaggio|in_vacanza|\
                 malato|malata|ammalato|ammalata|influenzato|influenzata|al_lavoro|occupato|\
                 occupata|occupati|impegnato|impegnata|impegnati {day}?",
                "ho|abbiamo già? un_impegno|un_altro_impegno|altri_impegni|impegni|\
                 altri_programmi|un_imprevisto|da_fare {day}?",
                "devo lavorare {day}?",
            ],
        ),
        (
            Sense::Doubt,
            &["magari", "^ sì ciao|pronto|salve|buongiorno|buonasera"],
        ),
        (
            Sense::Courtesy,
            &[
                "ciao|ehi|hey|salve|buongiorno|buonasera|buon_giorno|buona_sera|cara|caro|cari|\
                 care|carissima|carissimo|carissimi|oh|ah|haha|ahah|ahahah|wow|evviva|urrà",
                "grazie|grazie_mille|mille_grazie|tante_grazie|grazie_tante|grazie_infinite|\
                 molte_grazie|grazie_davvero|grazie_di_cuore|ti_ringrazio|vi_ringrazio|grz",
                "grazie|grazie_mille|mille_grazie|tante_grazie|ti_ringrazio|vi_ringrazio \
                 per_linvito|dellinvito|del_gentile_invito|per_il_gentile_invito|del_tuo_invito|\
                 del_vostro_invito|per_il_tuo_invito|per_il_vostro_invito|per_avermi_invitato|\
                 per_avermi_invitata|per_averci_invitato|per_averci_invitati|di_avermi_invitato|\
                 di_avermi_invitata|di_averci_invitato|di_averci_invitati|del_pensiero|\
                 per_il_pensiero|di_aver_chiesto",
                "per_favore|per_piacere|x_favore",
                "scusa|scusate|scusami|scusatemi|mi_dispiace|ci_dispiace|mi_dispiace_molto|\
                 mi_dispiace_tanto|ci_dispiace_molto|ci_dispiace_tanto|spiacente|spiacenti|sorry|\
                 chiedo_scusa",
                "scusa|scusate|scusami|scusatemi|mi_dispiace per_il_ritardo|del_ritardo|\
                 se_rispondo_tardi|se_rispondo_solo_ora|la_risposta_tardiva",
                "{not} vedo|vediamo lora di_vedervi|di_vederti|di_esserci?",
                "ci_vediamo lì|là|presto|allora|{day}?",
                "a dopo|allora|{day}",
                "che bello|bella_idea|piacere|gioia|bella_sorpresa",
                "bello|perfetto|ottimo|benissimo|fantastico|stupendo|meraviglioso|va_bene|ok|okay|\
                 daccordo|super|bene|certo",
                "inviato_da|inviato_dal|inviato_dal_mio iphone|android|telefono|cellulare|samsung",
            ],
        ),
        (
            Sense::SignOff,
            &[
                "baci|bacio|bacioni|un_bacio|tanti_baci|abbracci|un_abbraccio|un_abbraccione|\
                 un_forte_abbraccio|saluti|cari_saluti|un_saluto|un_caro_saluto|cordiali_saluti|\
                 tanti_saluti|a_presto|a_prestissimo|con_affetto",
            ],
        ),
        (
            Sense::Stop,
            &[
                "stop",
                "^ basta|basta_così|ferma|fermati|fermatevi|smettila|smettetela grazie|per_favore?",
                "stop|basta|niente con|agli|ai|gli|più|altri? {messages} per_favore|grazie?",
                "disiscrivimi|disiscrivetemi|disiscrivermi|disiscrivere|disiscrizione|cancellami|\
                 cancellatemi|rimuovimi|rimuovetemi|toglimi|toglietemi|eliminami|eliminatemi \
                 per_favore? {list}?",
                "cancella|cancellate|rimuovi|rimuovete|togli|togliete|elimina|eliminate \
                 il_mio_numero|questo_numero per_favore? {list}?",
                "{not} scrivermi|scrivetemi|scriverci|scriveteci|mandarmi|mandatemi|inviarmi|\
                 inviatemi|contattarmi|contattatemi|mi_scrivere|mi_scrivete|mi_mandare|\
                 mi_mandate|mi_contattare|mi_contattate|disturbarmi|disturbatemi più|altri? \
                 {messages}?",
                "{not} voglio|vogliamo|desidero più|ricevere_più|ricevere_altri|più_ricevere|\
                 ricevere|altri {messages}",
                "smetti|smettila|smettete|smettetela|finiscila|piantala di scrivermi|scriverci|\
                 mandarmi|inviarmi|contattarmi|disturbarmi {messages}?",
                "lasciami|lasciatemi|lasciaci|lasciateci in_pace",
                "voglio|vorrei disiscrivermi|cancellarmi {list}?",
            ],
        ),
        (
            Sense::Help,
            &[
                "^ aiuto",
                "^ chi è|sei|siete|scrive|mi_scrive|parla",
                "^ cosa|che|che_cosa è questo|questo_messaggio?",
                "^ cosè|che_cosè questo|questo_messaggio?",
            ],
        ),
    ],
    demands: &[
        "smetti|smettila|smettete|smettetela di scrivermi|scriverci|mandarmi|inviarmi|\
         contattarmi|disturbarmi",
        "{not} scrivermi|scrivetemi|mandarmi|mandatemi|inviarmi|inviatemi|contattarmi|\
         contattatemi più",
        "disiscrivimi|disiscrivetemi|cancellatemi|cancellami|toglimi|rimuovimi {list}",
    ],
    reactions: &[
        "mi_piace|non_mi_piace|adoro",
        "ha amato|adorato|apprezzato|disapprovato|enfatizzato|evidenziato|sottolineato|riso_per|\
         riso_di|riso_a|contestato|messo_in_dubbio|messo_in_evidenza|dato_importanza_a|\
         fatto_una_domanda_su",
        "non ha apprezzato|amato",
        "gli|le|a_lui|a_lei non? piace|è_piaciuto",
        "ha messo|aggiunto|rimosso|tolto un|una|il|la|lo? cuore|mi_piace|non_mi_piace|risata|\
         punto_esclamativo|punto_interrogativo|punto_di_domanda|pollice_in_su|reazione a|da|su",
        "ha_rimosso da|a",
        "ha_reagito con? a",
    ],
    reactions_to_pictures: &[
        "ha amato|adorato|apprezzato|riso_per|riso_di|enfatizzato|evidenziato unimmagine|\
         una_foto|un_video|un_allegato",
        "ha_reagito con? a unimmagine|una_foto|un_video|un_allegato",
    ],
    and: "e ed",
    adverb_endings: "mente",
    not_names: "ma se tranne eccetto salvo solo soltanto senza non nn più tardi forse dipende fino \
     dopo prima quando perché anche però mai nessuno né o scherzo scherzavo scherzi ieri lunedì \
     martedì mercoledì giovedì venerdì sabato domenica gennaio febbraio marzo aprile maggio giugno \
     luglio agosto settembre ottobre novembre dicembre pranzo cena colazione bambini due tre \
     quattro quasi magari invece aspetta anzi spero speriamo purché appena persone",
};
