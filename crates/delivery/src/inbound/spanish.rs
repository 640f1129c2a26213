use seat_dealer_core::Response::{Maybe, No, Probably, Yes};

use super::reader::{PhraseTable, Sense};

/// Spanish. *Si* without its accent also means *if*, so it is an answer only where it cannot mean that.
pub(super) static SPANISH: PhraseTable = PhraseTable {
    classes: &[
        (
            "come",
            "ir|venir|asistir|acompañarte|acompañaros|acompañarlos|acompañarles|estar|estar_allí|\
             estar_ahí|llegar",
        ),
        ("there", "allí|ahí|allá"),
        (
            "cant",
            "no_puedo|no_podemos|no_podré|no_podremos|no_voy_a_poder|no_vamos_a_poder|no_voy_a|\
             no_vamos_a|no_me_es_posible|no_nos_es_posible|me_es_imposible|nos_es_imposible|\
             me_resulta_imposible|nos_resulta_imposible",
        ),
        (
            "day",
            "hoy|mañana|ese_día|esa_noche|esta_noche|esta_vez|esa_fecha|el_lunes|el_martes|\
             el_miércoles|el_jueves|el_viernes|el_sábado|el_domingo",
        ),
    ],
    phrases: &[
        (
            Sense::Answer(Yes),
            &[
                "=sí",
                "=sí|si claro|por_supuesto|desde_luego|seguro|señor|señora|con_gusto|\
                 con_mucho_gusto|encantado|encantada|encantados|cuenta_conmigo|cuenten_conmigo",
                "=sí voy|vamos|vengo|venimos|iré|iremos|puedo|podemos|quiero|queremos {come}?",
                "^ si|si_si",
                "^ si gracias|muchas_gracias|por_favor|porfa",
                "claro|claro_que_sí|claro_que_si|claro_que_voy|por_supuesto|por_supuesto_que_sí|\
                 por_supuesto_que_si|desde_luego|desde_luego_que_sí|cómo_no|como_no",
                "con mucho|todo|muchísimo? gusto|placer",
                "encantado|encantada|encantados|encantadas de_ir|de_asistir|de_venir|\
                 de_acompañarte?",
                "cuenta|cuenten|contad|cuente conmigo|con_nosotros|con_los_dos",
                "{there}? estaré|estaremos {there}? sin_falta?",
                "{there} voy|vamos|nos_vemos_seguro",
                "voy|iré|iremos|asistiré|asistiremos|asisto|asistimos|vengo encantado|encantada|\
                 seguro|sin_falta|con_gusto?",
                "vamos encantados|encantadas|seguro|sin_falta|con_gusto",
                "me|nos apunto|apuntamos",
                "confirmo|confirmamos|confirmado|confirmada mi_asistencia|asistencia|\
                 nuestra_asistencia?",
                "sigo|sigue|seguimos en_pie|apuntado|apuntada|apuntados|apuntadas",
                "aún|todavía voy|vamos",
                "puedo|podemos {come}",
                "podré|podremos {come}",
                "acepto|aceptamos encantado|encantada|encantados|la_invitación|con_gusto?",
                "me|nos encantará {come}",
                "=sí me|nos encantaría {come}?",
                "no me|nos lo pierdo|perdemos|perdería",
            ],
        ),
        (
            Sense::Answer(Probably),
            &[
                "probablemente|seguramente|muy_probablemente|lo_más_probable|es_probable|\
                 es_muy_probable",
                "probablemente|seguramente sí|si|voy|vaya|vamos|vayamos|iré|iremos|pueda|pueda_ir",
                "lo_más_probable_es_que sí|si|vaya|vayamos",
                "casi_seguro|casi_seguro_que_sí|casi_seguro_que_si",
            ],
        ),
        (
            Sense::Answer(Maybe),
            &[
                "quizás|quizá|tal_vez|talvez|a_lo_mejor|puede_ser|puede_que_sí|puede_que_si|\
                 quién_sabe",
                "aún|todavía? no_sé|no_lo_sé|no_sabemos|no_lo_sabemos aún|todavía|si_puedo|\
                 si_podemos|si_podré|si_voy?",
                "aún|todavía? no_estoy|no_estamos|no_es seguro|segura|seguros aún|todavía?",
                "aún|todavía no_sé",
            ],
        ),
        (
            Sense::Answer(No),
            &[
                "pero? no|nop|nones|nel|para_nada|no_gracias",
                "pero? lamentablemente|desgraciadamente? esta_vez? {cant} {come}? {day}?",
                "pero? lamentablemente|desgraciadamente? esta_vez? no voy|vamos|iré|iremos|vengo|\
                 venimos|asistiré|asistiremos|asisto|estaré|estaremos|acudiré|acudiremos \
                 {there}? {day}?",
                "no_me|no_nos|me|nos? es|resulta? imposible {come}? {day}?",
                "no cuentes|cuenten|contéis|cuente conmigo|con_nosotros",
                "claro_que|por_supuesto_que|desde_luego_que no",
                "me|nos encantaría|gustaría {come}? pero lamentablemente|desgraciadamente? \
                 {cant} {come}? {day}?",
                "me|nos encantaría|gustaría {come}? pero lamentablemente|desgraciadamente? no \
                 voy_a_poder|vamos_a_poder?",
                "esta_vez no",
                "^ nunca",
                "tengo|tenemos|tendré|tendremos que_decir_que_no|que_declinar",
                "declino|declinamos la_invitación|su_invitación|tu_invitación?",
            ],
        ),
        (
            Sense::Regret,
            &[
                "lamentablemente|desgraciadamente|desafortunadamente|por_desgracia|qué_pena|\
                 una_pena|qué_lástima",
                "quizás|quizá|tal_vez? otra_vez_será|será_otro_día|para_la_próxima|la_próxima|en_otra_ocasión|otro_día",
                "ya? tengo|tenemos otro|otros|un|ya? compromiso|compromisos|planes|plan|evento",
                "estoy|estaré|estamos|estaremos de_viaje|fuera|trabajando|enfermo|enferma|\
                 ocupado|ocupada {day}?",
                "que_lo pasen|paséis|pases bien|muy_bien|genial",
                "pásenlo|pasadlo|pásalo bien|muy_bien|genial",
            ],
        ),
        (Sense::Doubt, &["^ =sí|si hola|holi"]),
        (
            Sense::Courtesy,
            &[
                "hola|holi|buenas|buenos_días|buenas_tardes|buenas_noches|querida|querido|ay|oye|\
                 ah|oh|jaja|jajaja|pues|bueno",
                "gracias|muchas_gracias|mil_gracias|muchísimas_gracias|te_agradezco|os_agradezco|\
                 les_agradezco",
                "gracias|muchas_gracias|mil_gracias|muchísimas_gracias por invitarme|invitarnos|\
                 la_invitación|tu_invitación|su_invitación|vuestra_invitación|avisar|preguntar|\
                 pensar_en_mí|pensar_en_nosotros|contar_conmigo",
                "por_favor|porfa|porfavor|plis",
                "lo_siento|lo_siento_mucho|lo_sentimos|lo_sentimos_mucho|perdón|disculpa|\
                 disculpen|perdona|mil_disculpas",
                "lo_siento|perdón|disculpa por_la_tardanza|por_el_retraso|por_tardar",
                "nos_vemos {there}|pronto|el_sábado|el_viernes|el_domingo|entonces?",
                "hasta pronto|entonces|el_sábado|el_viernes|el_domingo|luego",
                "qué bien|ilusión|alegría|genial|emoción|rico|bueno",
                "genial|perfecto|estupendo|fenomenal|excelente|vale|ok|okay|dale|bien|muy_bien|\
                 súper",
                "tengo|tenemos muchas_ganas|ganas",
                "enviado_desde_mi iphone|móvil|celular|android|samsung",
            ],
        ),
        (
            Sense::SignOff,
            &["saludos|un_saludo|un_abrazo|abrazos|un_beso|besos|besitos|cariños|atentamente"],
        ),
        (
            Sense::Stop,
            &[
                "stop|alto|parar|cancelar_suscripción|desuscribir|desuscribirme|desuscríbeme",
                "^ baja|basta|basta_ya|para|pare|paren|parad|cancelar por_favor|porfa|ya?",
                "darse de baja",
                "para|pare|paren|parad de escribirme|escribirnos|enviarme|mandarme|molestarme \
                 mensajes|sms|textos|más_mensajes?",
                "borra|borre|borren|elimina|elimine|eliminen|quita|quite|quiten mi|este número|\
                 teléfono de_la_lista|de_su_lista|de_esta_lista|de_tu_lista?",
                "quiero|queremos|deseo? darme|darnos|dame|denme|dadme|deme de_baja",
                "no quiero|queremos|deseo más|recibir_más|recibir mensajes|sms|textos",
                "no más mensajes|sms|textos",
                "ya? no me|nos escribas|escriba|escriban|escribáis|mandes|mande|manden|envíes|envíe|envíen|contacten|\
                 contactes más? mensajes|sms|textos? más?",
                "dejen|deja|dejad|deje de escribirme|escribirnos|enviarme|mandarme|molestarme|\
                 molestar|enviar|mandar mensajes|sms|textos|más_mensajes?",
                "bórrame|bórreme|bórrenme|quítame|quíteme|quítenme|elimíname|elimíneme|elimínenme de_la_lista|de_su_lista|\
                 de_esta_lista|de_tu_lista?",
            ],
        ),
        (
            Sense::Help,
            &[
                "^ ayuda",
                "^ quién es|eres|escribe|me_escribe",
                "^ qué es esto",
            ],
        ),
    ],
    demands: &[
        "dejen|deja|dejad|deje de escribirme|escribirnos|enviarme|mandarme|molestarme",
        "darme|denme|dame|deme de_baja",
        "no me escriban|escriba|escribas|manden|mande|envíen|envíe más",
        "para|pare|paren de escribirme|enviarme|mandarme|molestarme",
    ],
    reactions: &[
        "le|me? no? ha? gustó|gustado|encantó|encantado|dio_risa|dado_risa|pareció_gracioso",
        "no_le|a_le gustó",
        "no? le gusta|encanta",
        "exclamó_por|enfatizó|destacó|subrayó|cuestionó|dudó_sobre|dudó_de|preguntó_por|\
         se_rio_de|se_rió_de",
        "eliminó|quitó|ha_eliminado|ha_quitado un|una|el? corazón|me_gusta|no_me_gusta|risa|\
         exclamación|signo_de_exclamación|interrogación|signo_de_interrogación|reacción de|a|en",
        "quitó|eliminó de|a",
        "reaccionó|ha_reaccionado con|a a?",
    ],
    reactions_to_pictures: &[
        "le no? gustó|encantó|dio_risa una_imagen|una_foto|un_video|un_vídeo|un_archivo_adjunto",
        "reaccionó con? a una_imagen|una_foto|un_video|un_vídeo",
    ],
    and: "y e",
    adverb_endings: "mente",
    not_names: "pero si salvo excepto solo sólo sin quizá depende hasta después antes cuando \
     aunque nunca jamás ni luego broma mentira ayer enero febrero marzo abril mayo junio julio \
     agosto septiembre octubre noviembre diciembre almuerzo cena desayuno niños dos tres cuatro \
     lunes martes miércoles jueves viernes sábado domingo sábados \
     eventualmente provisionalmente teóricamente",
};
