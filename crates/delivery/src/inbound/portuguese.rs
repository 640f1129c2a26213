use seat_dealer_core::Response::{Maybe, No, Probably, Yes};

use super::reader::{PhraseTable, Sense};

/// Portuguese of both sides of the Atlantic. *Não* is often written as *nao* or *n*. *Certo*, a yes in Italian, only
/// confirms that a text has arrived.
pub(super) static PORTUGUESE: PhraseTable = PhraseTable {
    classes: &[
        (
            "come",
            "ir|vir|comparecer|participar|aparecer|estar_lá|estar_aí|estar_presente|\
             estar_presentes|estar_convosco|estar_com_vocês",
        ),
        (
            "gladly",
            "com_certeza|de_certeza|com_certeza_que_sim|sem_dúvida|sem_falta|com_gosto|\
             com_muito_gosto|com_todo_o_gosto|com_prazer|com_muito_prazer|com_todo_o_prazer|\
             certamente",
        ),
        ("not", "não|ñ|n|nn"),
        (
            "can",
            "posso|podemos|poderei|poderemos|vou_poder|\
             vamos_poder|consigo|conseguimos|conseguirei|\
             conseguiremos|vou_conseguir|vamos_conseguir|pode|vai_poder",
        ),
        ("sadly", "infelizmente|lamentavelmente|desta_vez|dessa_vez"),
        (
            "day",
            "hoje|hoje_à_noite|amanhã|nesse_dia|nessa_noite|nessa_data|desta_vez|dessa_vez|\
             no_sábado|no_domingo|na_segunda|na_terça|na_quarta|na_quinta|na_sexta|sábado|\
             domingo",
        ),
        ("who", "eu|nós|a_gente|eu_e_ele|eu_e_ela"),
        ("withme", "comigo|connosco|conosco|com_a_gente|com_nós_dois"),
        ("forme", "para_mim|pra_mim|para_nós|pra_nós|pra_gente"),
        (
            "invitation",
            "o_convite|o_seu_convite|o_teu_convite|o_vosso_convite|seu_convite|teu_convite",
        ),
        (
            "list",
            "da_lista|desta_lista|dessa_lista|da_sua_lista|da_tua_lista|da_vossa_lista",
        ),
        ("messages", "mensagens|mensagem|sms|textos"),
        ("please", "por_favor|pf|pfv|obrigado|obrigada"),
    ],
    phrases: &[
        (
            Sense::Answer(Yes),
            &[
                "sim|sim_sim|pois_sim|claro_que_sim|s|ss",
                "sim claro|claro_que_sim|{gladly}",
                "sim vou|vamos|venho|irei|iremos|viremos|posso|podemos|quero|queremos {come}?",
                "claro|claro_que_vou|claro_que_vamos|claro_que_estarei|lógico|óbvio|{gladly}",
                "{who}? vou|irei|iremos|venho|viremos|vou_sim|vamos_sim|compareço|comparecerei|\
                 compareceremos {gladly}? {day}?",
                "{who}? vou|vamos|vai {come} {gladly}? {day}?",
                "{who}? ainda vou|vamos|venho",
                "{who}? lá|aí estarei|estaremos {gladly}?",
                "{who}? estarei|estaremos lá|aí|presente|presentes {gladly}? {day}?",
                "{who}? estou|estamos|tô|tamo dentro|nessa",
                "conte|conta|contem|contar|pode_contar|podes_contar|podem_contar {withme}",
                "confirmo|confirmamos|confirmado|confirmada|confirmadíssimo a? \
                 minha_presença|nossa_presença|presença?",
                "^ presente|presentes|bora|topo",
                "{who}? posso|podemos {come}? {day}?",
                "consigo|conseguimos {come} {day}?",
                "aceito|aceitamos {gladly}|{invitation}?",
                "continua|está|fica de_pé|combinado|confirmado",
                "será|vai_ser um? grande|enorme? prazer|gosto",
                "{not} perco|perdemos|perderia por_nada",
            ],
        ),
        (
            Sense::Answer(Probably),
            &[
                "muito|é|é_muito? provavelmente|provável|quase_certo|quase_de_certeza|\
                 quase_com_certeza|quase_certeza que? sim|vou|vamos|irei|iremos|venho|estarei|\
                 estaremos|vá?",
                "vou|vamos|irei|iremos muito? provavelmente",
                "em_princípio|em_princípio_que|à_partida sim|vou|vamos|irei|lá_estarei",
            ],
        ),
        (
            Sense::Answer(Maybe),
            &[
                "talvez|talvez_sim|se_calhar|se_calhar_sim|quiçá|quem_sabe|sei_lá|logo_vejo|\
                 logo_se_vê|a_ver_vamos|vamos_ver",
                "talvez|se_calhar vá|possa|venha|vou|consiga|dê {come}?",
                "ainda|eu? {not} sei|sabemos ainda|bem|ao_certo|se_posso|se_vou|se_consigo|\
                 se_podemos?",
                "ainda|eu? {not} tenho|temos ainda? certeza|a_certeza|certezas ainda?",
                "ainda|eu? {not} estou|estamos ainda? certo|certa|seguro|segura ainda?",
            ],
        ),
        (
            Sense::Answer(No),
            &[
                "mas? não|n|ñ|nn|não_não|não_obrigado|não_obrigada|claro_que_não|\
                 de_jeito_nenhum|nem_pensar",
                "mas? {sadly}|{day} não",
                "mas? {sadly}? {who}? {day}? {not} {can} {come}? {day}?",
                "mas? {sadly}? {who}? {day}? {not} vou|vamos|irei|iremos|venho|viremos|\
                 compareço|comparecerei|compareceremos|vou_mesmo {come}? {day}?",
                "mas? {sadly}? {who}? {day}? {not} estarei|estaremos|vou_estar|vamos_estar|estou|\
                 estamos lá|aí|cá|presente|presentes|disponível|disponíveis|livre|livres {day}?",
                "mas? {sadly}? {day}? {not} dá|vai_dar|é_possível|será_possível|vai_ser_possível|\
                 vai_rolar {forme}? {day}?",
                "mas? {sadly}? é|me_é|será? impossível {forme}? {come}? {day}?",
                "mas? {sadly}? tenho|temos|vou_ter|terei|teremos de|que recusar|declinar|faltar|\
                 dizer_não|dizer_que_não|desistir",
                "recuso|recusamos|declino|declinamos {invitation}?",
                "{not} conte|contes|conta|contem {withme}",
                "^ nunca|ausente|ausentes|sem_mim",
                "{who}? adoraria|adorava|gostaria|gostava|adoraríamos|gostaríamos|queria muito? \
                 de? {come}? mas {sadly}? {who}? {day}? {not} {can} {come}? {day}?",
            ],
        ),
        (
            Sense::Regret,
            &[
                "infelizmente|lamentavelmente|que_pena|é_pena|com_pena|com_muita_pena|que_chato",
                "talvez|quem_sabe|fica? numa_próxima|na_próxima|para_a_próxima|pra_próxima|\
                 uma_próxima|outra_vez|outro_dia|fica_para_a_próxima|para_outra_vez",
                "divirtam_se|diverte_te|divirta_se|bom_jantar|boa_festa|boa_noite|bom_proveito",
                "{who}? estou|estamos|estarei|estaremos|vou_estar já|{day}? fora|de_férias|\
                 em_viagem|viajando|a_viajar|doente|doentes|ocupado|ocupada|ocupados|\
                 trabalhando|a_trabalhar|de_viagem {day}?",
                "{who}? já? tenho|temos já? compromisso|um_compromisso|outro_compromisso|planos|\
                 outros_planos|um_imprevisto|que_trabalhar|de_trabalhar {day}?",
            ],
        ),
        (
            Sense::Doubt,
            &["^ sim|s olá|ola|oi|alô|hello|bom_dia|boa_tarde", "pois"],
        ),
        (
            Sense::Courtesy,
            &[
                "olá|oi|oie|bom_dia|boa_tarde|querida|querido|queridos|caro|cara|caros|oh|ah|haha|\
                 kkk|rs|rsrs|eba|opa|uau",
                "obrigado|obrigada|obrigados|muito_obrigado|muito_obrigada|obg|obgd|brigado|\
                 brigada|valeu|agradeço|agradecemos|muito_grato|muito_grata|grato|grata",
                "obrigado|obrigada|muito_obrigado|muito_obrigada|obg|agradeço|agradecemos muito? \
                 pelo_convite|o_convite|pelo_simpático_convite|por_me_convidar|por_nos_convidar|\
                 por_me_convidares|por_convidar|por_perguntar|pela_lembrança|por_lembrar|\
                 por_avisar|pelo_vosso_convite|pelo_teu_convite|pelo_seu_convite",
                "por_favor|pf|pfv|se_faz_favor|sff",
                "desculpa|desculpe|desculpem|peço_desculpa|perdão|lamento|lamentamos|lamento_muito|\
                 sinto_muito|sentimos_muito|mil_desculpas",
                "desculpa|desculpe|desculpem pela_demora|a_demora|pelo_atraso|o_atraso|\
                 por_só_responder_agora",
                "até lá|já|logo|então|sábado|domingo|sexta|amanhã",
                "vemo_nos|vemos_nos|nos_vemos|a_gente_se_vê lá|em_breve|então|{day}?",
                "que bom|ótimo|óptimo|legal|maravilha|alegria|giro|fixe|máximo|delícia|ideia_boa",
                "ótimo|óptimo|perfeito|maravilha|maravilhoso|legal|fixe|bom|boa|bem|ok|okay|blz|\
                 beleza|tudo_bem|está_bem|tá|tá_bom|certo|combinado|excelente|super|show",
                "estou|estamos|tô ansioso|ansiosa|ansiosos|em_pulgas",
                "mal posso|podemos esperar",
                "enviado_do|enviado_a_partir_do meu? iphone|android|telemóvel|celular|samsung",
            ],
        ),
        (
            Sense::SignOff,
            &[
                "beijo|beijos|beijinho|beijinhos|bjs|bj|bjos|um_beijo|um_beijinho|abraço|abraços|\
                 um_abraço|um_grande_abraço|abs|cumprimentos|os_melhores_cumprimentos|saudações|\
                 até_breve|com_carinho",
            ],
        ),
        (
            Sense::Stop,
            &[
                "stop|descadastrar|descadastre|descadastra|dessubscrever|desinscrever",
                "^ sair|parar|pare|parem|para|pára|chega|basta|cancelar|remover|cancele já? {please}?",
                "^ já_chega|já_basta",
                "stop|chega|basta de|com|às|as? {messages} {please}?",
                "{not} me|nos? mande|mandes|mandem|manda|envie|envies|enviem|escreva|escrevas|\
                 escrevam|contacte|contactes|contactem|contate|contatem me|nos? mais {messages}?",
                "{not} quero|queremos|desejo mais|receber|receber_mais|mais_receber {messages}",
                "{not} mais|enviar_mais|mandar_mais {messages}",
                "pare|para|pára|parem|deixe|deixa|deixem de me|nos? escrever|mandar|enviar|\
                 contactar|contatar|incomodar|chatear me|nos? {messages}?",
                "me|nos? tire|tira|tirem|retire|retirem|remova|removam|remove|apague|apaga me|nos|\
                 o_meu_número|meu_número|este_número|esse_número? {list}",
                "tire|tira|tirem|retire|retirem|remova|removam|remove|apague|apaga|elimine \
                 o_meu_número|meu_número|este_número|esse_número",
                "quero|queria|gostaria_de|desejo cancelar|sair|anular|me_descadastrar a|da? \
                 subscrição|inscrição|lista|{list}?",
                "cancelar|anular a|as? subscrição|inscrição|assinatura|{messages}",
                "me|nos deixe|deixa|deixem em_paz",
                "deixe|deixa|deixem me|nos em_paz",
            ],
        ),
        (
            Sense::Help,
            &[
                "^ ajuda",
                "^ quem é|és|fala|escreve|está_falando|está_a_escrever|é_você|és_tu|me_escreve",
                "^ o? que é isto|isso",
            ],
        ),
    ],
    demands: &[
        "pare|para|pára|parem|deixe|deixa|deixem de me|nos? escrever|mandar|enviar|contactar|\
         contatar|incomodar|chatear",
        "{not} me|nos? mande|mandes|mandem|manda|envie|envies|enviem|escreva|escrevas|escrevam|\
         contacte|contactes|contate me|nos? mais",
        "me|nos? tire|tira|tirem|retire|retirem|remova|removam me|nos? {list}",
    ],
    reactions: &[
        "amou|adorou|curtiu|gostou_de|gostou|riu_de|riu_se_de|achou_graça_a|enfatizou|realçou|\
         destacou|sublinhou|questionou|exclamou",
        "não curtiu|gostou_de|gostou|gosta_de",
        "removeu|retirou um|uma|o|a? coração|curtida|gosto|não_curti|risada|riso|exclamação|\
         ponto_de_exclamação|interrogação|ponto_de_interrogação|reação de|da|em|a",
        "removeu de|da",
        "reagiu com? a|à",
    ],
    reactions_to_pictures: &[
        "amou|adorou|curtiu|gostou_de|riu_de|riu_se_de|enfatizou|realçou uma_imagem|uma_foto|\
         um_vídeo|um_anexo",
        "reagiu com? a uma_imagem|uma_foto|um_vídeo|um_anexo",
    ],
    and: "e",
    adverb_endings: "mente",
    not_names: "mas se exceto excepto salvo só somente apenas sem não tarde depois antes até quando \
     porque embora ainda ninguém nem ou brincadeira brincando mentira ontem segunda terça quarta \
     quinta sexta sábado domingo janeiro fevereiro março abril maio junho julho agosto setembro \
     outubro novembro dezembro almoço jantar crianças dois três quatro quase sozinho sozinha depende \
     espera aliás tomara oxalá eventualmente provisoriamente teoricamente pessoas",
};
