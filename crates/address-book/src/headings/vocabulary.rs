//! The words themselves. The headings of Google Contacts, Outlook, Thunderbird, Yahoo, phones and
//! of programs for events and weddings; case, accents and signs do not matter.

use super::{Class, Meaning};

/// Headings as a whole, divided by `|`.
pub(super) const PHRASES: &[(Meaning, &str)] = &[
    (
        Meaning::FullName,
        "full name|fullname|guest name|guest names|guests name|name of guest|names of guests|\
         attendee name|attendee|invitee|customer name|client name|friend name|\
         your full name|attendee full name|Gästename|invitee name|invitee|contact name|your name|names|person name|\
         participant|participant name|participante|partecipante|deelnemer|naam deelnemer|saved name|what s your name|what is your name|member name|recipient|recipient name|guest full name|\
         name(s)|guest name(s)|guest(s) name(s)|invitation name|names on invitation|addressee|\
         addressees|rsvp name|who|wer|qui|quién|chi|quem|first and last name|first last name|first name last name|last name first name|\
         last name and first name|last first|first last|name first last|name last first|\
         vollständiger Name|Vor- und Nachname|Vor- und Zuname|Zu- und Vorname|Vorname und Nachname|Vorname Nachname|\
         Nachname Vorname|Nachname und Vorname|Name Vorname|Name und Vorname|Vorname Name|\
         Vorname und Name|Name des Gastes|Gastname|Teilnehmer|Teilnehmerin|Teilnehmername|Kontaktname|\
         nombre completo|nombre y apellidos|nombre y apellido|nombres y apellidos|\
         nombre apellidos|apellidos y nombre|apellidos nombre|apellido y nombre|\
         nombre del invitado|nombre invitado|\
         nom complet|nom et prénom|nom et prénoms|nom & prénom|nom prénom|nom prénoms|\
         prénom et nom|prénom nom|nom de l'invité|nom et prénom de l'invité|\
         nome completo|nome e cognome|cognome e nome|nome cognome|cognome nome|\
         nome e sobrenome|nome e apelido|nome do convidado|nome dell'ospite|nome ospite|\
         volledige naam|naam gast|naam van de gast|voor- en achternaam|voornaam en achternaam|\
         imię i nazwisko|nazwisko i imię|fulde navn|fullt namn|fullt navn|koko nimi|\
         ad soyad|adı soyadı|jméno a příjmení|meno a priezvisko|teljes név|név|ime i prezime|\
         ФИО|полное имя|имя и фамилия|фамилия и имя|ім'я та прізвище|ονοματεπώνυμο|\
         氏名|お名前|名前|フルネーム|姓名|联系人|聯絡人|이름|성명|שם מלא|الاسم|الاسم الكامل",
    ),
    (
        Meaning::Name,
        "name|nom|nombre|nome|naam|navn|namn|nimi|isim|imię nazwisko|имя|ім'я|όνομα|שם",
    ),
    (
        Meaning::GivenName,
        "first name|firstname|first names|first name(s)|first|fname|given name|givenname|given names|given|forename|\
         forenames|christian name|guest first name|your first name|attendee first name|invitee first name|\
         contact first name|name given|name first|Vorname|Vornamen|Rufname|\
         prénom|prénoms|prénom usuel|nombres|primer nombre|nombre de pila|primeiro nome|\
         nome próprio|nome di battesimo|שם פרטי|voornaam|voornamen|imię|fornavn|förnamn|etunimi|jméno|\
         křestní jméno|keresztnév|utónév|ad|adı|ime|prenume|名|この名前|名字名",
    ),
    (
        Meaning::FamilyName,
        "שם משפחה|last name|lastname|last names|last name(s)|last|lname|surname|family name|familyname|guest last name|guest surname|\
         attendee surname|invitee surname|your surname|your last name|attendee last name|invitee last name|contact last name|name family|name last|Nachname|\
         Nachnamen|Familienname|Zuname|nom de famille|nom de naissance|apellido|apellidos|\
         primer apellido|segundo apellido|cognome|sobrenome|último nome|nome de família|\
         achternaam|familienaam|tussenvoegsel|tussenvoegsels|nazwisko|efternavn|etternavn|\
         efternamn|sukunimi|příjmení|priezvisko|vezetéknév|soyad|soyadı|soyisim|prezime|nume|\
         фамилия|прізвище|επώνυμο|姓|苗字",
    ),
    (Meaning::FamilyNameOrNickname, "apelido"),
    (
        Meaning::OtherName(0),
        "display name|displayname|screen name|public name|profile name|push name|Anzeigename|nombre en pantalla|nombre para mostrar|\
         nombre a mostrar|nom à afficher|nom d'affichage|nom affiché|nome visualizzato|\
         mostrar nome|nome de exibição|nome a apresentar|mostrar como|weergavenaam|\
         отображаемое имя|表示名|preferred name|known as",
    ),
    (
        Meaning::OtherName(1),
        "nickname|nick name|nick|Spitzname|surnom|pseudonyme|apodo|alias|sobrenombre|soprannome|\
         bijnaam|roepnaam|alcunha|przydomek|pseudonim|псевдоним|ニックネーム|昵称",
    ),
    (
        Meaning::OtherName(2),
        "file as|Speichern unter|classer sous|archivar como|archivia come|opslaan als|\
         arquivar como",
    ),
    (
        Meaning::OtherName(3),
        "company|company name|organization|organisation|organization name|organisation name|org|\
         business name|work company|Firma|Firmenname|Unternehmen|société|entreprise|\
         organisme|empresa|compañía|organización|azienda|società|organizzazione|bedrijf|\
         bedrijfsnaam|organisatie|organização|компания|организация|会社名|会社|公司|회사",
    ),
    (
        Meaning::Any,
        "contact|contacts|contact info|contact information|contact details|reach at|\
         Kontakt|Kontaktdaten|Kontaktinfo|contacto|contato|coordonnées|contatto",
    ),
    (
        Meaning::Number,
        "number|Nummer|numero|número|numéro|contact number|contact no|contact numbers|\
         Kontaktnummer|número de contacto|numéro de contact|numero di contatto|número de contato",
    ),
    (
        Meaning::Priority,
        "priority|default priority|rank|prio|Priorität|Rang|priorité|rang|prioridad|priorità|\
         prioriteit|prioridade|приоритет|優先度",
    ),
    (
        Meaning::PartySize,
        "number of guests|no of guests|nr of guests|num guests|guest count|# of guests|\
         total guests|guests total|how many|how many people|how many guests|how many people are coming|\
         how many are coming|how many will attend|how many people will attend|mit wie vielen Personen kommst du|\
         wie viele Personen|wie viele|combien de personnes|combien serez vous|combien êtes vous|cuántas personas|cuántos sois|\
         cuántos seréis|how many of you|how many of you are coming|quante persone|quanti siete|in quanti siete|\
         quantas pessoas|quantos são|\
         number of people|no of people|# of people|people|\
         number of persons|persons|party size|size of party|number in party|# in party|party of|\
         in party|party count|headcount|head count|pax|number attending|number invited|\
         total invited|seats|number of seats|seats needed|covers|quantity|ticket quantity|\
         Anzahl|Anzahl Gäste|Anzahl der Gäste|Gästeanzahl|Gästezahl|Anzahl Personen|\
         Anzahl der Personen|Personen|Personenzahl|Personenanzahl|Anz. Personen|Anz. Gäste|\
         Teilnehmerzahl|Anzahl Plätze|Plätze|nombre d'invités|nombre de personnes|\
         nombre de convives|nombre de couverts|nb de personnes|nb personnes|nb pers|nb d'invités|\
         nb invités|nombre d'adultes|convives|couverts|número de invitados|número de personas|\
         nº de invitados|nº de personas|nº invitados|nº personas|cantidad de invitados|\
         cantidad de personas|personas|comensales|asistentes|numero di ospiti|numero ospiti|\
         numero di invitati|numero invitati|numero di persone|numero persone|n. persone|\
         n. invitati|persone|coperti|aantal|aantal gasten|aantal personen|personen|\
         número de convidados|número de pessoas|nº de convidados|nº de pessoas|\
         quantidade de pessoas|quantidade de convidados|pessoas|liczba gości|liczba osób|\
         antal|antal gæster|antal gäster|antal personer|количество гостей|人数|人數",
    ),
    (
        Meaning::PartySizeOrName,
        "party|guest|guests|member|members|friend|friends|participants|attendees|\
         invitees|Mitglied|Freund|child|student|pupil|player|Kind|Schüler|Schülerin|Spieler|Spielerin|\
         enfant|élève|joueur|niño|niña|alumno|jugador|bambino|giocatore|criança|aluno|jogador|\
         leerling|speler|household|household name|party name|family|Gast|Gäste|Familie|\
         Haushalt|invité|invités|famille|foyer|invitado|invitados|familia|invitato|invitati|\
         ospite|ospiti|famiglia|gast|gasten|gezin|convidado|convidados|família|person",
    ),
    (
        Meaning::Tags,
        "tags|tag|labels|label|categories|category|groups|group|group membership|Kategorien|\
         Kategorie|Gruppen|Gruppe|Schlagwörter|Stichwörter|Labels|catégories|catégorie|groupes|\
         groupe|libellés|étiquettes|categorías|categoría|grupos|grupo|etiquetas|etiqueta|\
         categorie|categoria|gruppi|gruppo|etichette|etichetta|categorieën|groepen|groep|\
         kategorie|grupy|категории|группы|グループ",
    ),
    (
        Meaning::Country,
        "country|country code|country/region|phone country|phone country code|mobile country code|calling code|\
         country calling code|dial code|dialling code|dialing code|Land|Ländercode|Ländervorwahl|\
         Landesvorwahl|pays|indicatif|code pays|indicatif pays|país|código de país|código país|\
         paese|prefisso internazionale|landcode|landnummer",
    ),
    (
        Meaning::Diet,
        "diet|diets|dietary|any dietary restrictions|any dietary requirements|any allergies|dietary requirements|dietary restrictions|dietary needs|\
         dietary preferences|dietary preference|dietary requirement|dietary restriction|\
         dietary notes|dietary info|dietary restrictions allergies|\
         allergies dietary restrictions|dietary restrictions and allergies|\
         allergies|allergy|food allergies|food restrictions|food preferences|special diet|\
         Ernährung|Ernährungsweise|Essgewohnheiten|Essenswünsche|Diät|Allergien|\
         Unverträglichkeiten|Allergien und Unverträglichkeiten|Allergien/Unverträglichkeiten|\
         Lebensmittelunverträglichkeiten|régime|régime alimentaire|régimes alimentaires|\
         restrictions alimentaires|allergies alimentaires|dieta|dietas|restricciones alimentarias|\
         restricciones dietéticas|alergias|alergias e intolerancias|intolerancias|\
         restrizioni alimentari|esigenze alimentari|allergie|intolleranze|\
         allergie e intolleranze|dieet|dieetwensen|allergieën|restrições alimentares|alergias|\
         食事制限|アレルギー",
    ),
];

/// Words of which headings for phone numbers and addresses are made.
pub(super) const WORDS: &[(Class, &str)] = &[
    (
        Class::Phone,
        "phone phones ph telephone telephones tel tels telno phoneno phonenumber phonenumbers \
         telephonenumber telefon telefone telefono teléfonos téléphone téléphones telefoon \
         telefonnummer telefonnummern telefoonnummer telefonnr telnr rufnummer rufnr fon fone \
         tfno tfn tlf tlfn tlfno telefonu haupttelefon autotelefon hoofdtelefoon autotelefoon puhelin puhelinnumero телефон \
         телефона тел номертелефона τηλέφωνο 電話番号 電話 电话 電話號碼 电话号码 전화번호 전화 \
         טלפון هاتف الهاتف numerodetelefono numerodetelephone",
    ),
    (
        Class::Mobile,
        "mobile mobiles mob mobil handphone hp cel mobilephone mobilenumber mobileno cell cellphone cellnumber cellular \
         cells iphone smartphone handy handynummer handynr mobiltelefon mobiltel mobilnummer \
         mobilnr mobilfunk mobilfunknummer natel cep hdy port ptbl mób móv móvil móviles celular celulares cellulare \
         cellulari portable gsm mobiel mobiele mobielnummer telemóvel telemóveis whatsapp sms \
         komórkowy komórka matkapuhelin kännykkä сотовый сотового мобильный мобильного мобільний κινητό \
         携帯電話 携帯 携帯番号 携帯電話番号 手机 手机号 手机号码 手機 휴대폰 휴대전화 핸드폰 \
         נייד جوال الجوال موبايل",
    ),
    (
        Class::Email,
        "email emails gmail mail mails emailaddress emailadresse emailadressen mailadresse mailadressen \
         emailadres mailadres courriel courriels mél messagerie correo correos correio eletronico \
         epost epostadress epostadresse eposta sähköposti почта почты пошта メール メールアドレス \
         eメール 邮箱 电子邮件 電子郵件 이메일 אימייל דואל البريد",
    ),
    (
        Class::Electronic,
        "electronic electronique électroniques électronique electrónico electrónica elettronica \
         elettronico eletrônico eletrónico elektronisch elektronische эл электронной электронная електронна \
         الإلكتروني",
    ),
    (
        Class::Main,
        "main primary primaire primär primäre primair primario primaria primário primo première \
         preferred default haupt principal principale principali hoofd główny основной",
    ),
    (
        Class::Home,
        "home priv privat private privé privée prive personal perso personnel personnelle personale \
         pessoal personlich domicile domicilio maison particular casa residencial residência \
         residence residencia abitazione thuis huis landline landlines fixed fijo fissa fisso fixe \
         fixo fest festnetz festnetznummer festnetztelefon vast vaste domowy домашний 自宅 自宅電話 \
         自宅電話番号 voice",
    ),
    (
        Class::Work,
        "work direct durchwahl business office job geschäftlich gesch geschäft dienstl dienstlich dienst beruflich büro arbeit \
         bureau travail professionnel professionnelle pro trabajo trabalho oficina comercial lavoro \
         ufficio werk zakelijk kantoor escritório laboral służbowy praca рабочий daytime 勤務先 \
         会社電話 会社電話番号",
    ),
    (
        Class::Other,
        "other others another weitere weiteres weiterer sonstige sonstiges andere anderes alternate \
         alternative alternativ second secondary zweite zweites sekundäre autre autres deuxième \
         secondaire otro otra otros secundario secundaria altro altra secondario secondaria ander \
         overig overige secundair outro outra secundário car auto voiture automóvil carro evening \
         night альтернативный その他",
    ),
    (
        Class::Address,
        "address addresses adresse adressen adres adresy adress dirección direcciones indirizzo \
         indirizzi endereço endereços posta poste post adresa адрес アドレス",
    ),
    (
        Class::Label,
        "label labels type types typ kind art tipo tipos soort étiquette etichetta etiqueta \
         etikett",
    ),
    (
        Class::Filler,
        "number numbers no nos nr nrs num nummer nummern número números numéro numéros numero n nº \
         nro номер value values wert valor valeur valore waarde the a of for de d du des del della dell dello di do da l la le \
         les el los il lo und and et e y en or oder ou o op van von der die das im am zu zum au à \
         your my guest guests contact attendee invitee customer client member friend participant \
         best billing line is to reach you at on call text gast gastes invité invitado \
         ospite convidado person s",
    ),
    (
        Class::Fax,
        "fax faxnummer faxnr faxnumber telefax telefaxnummer faks télécopie télécopieur telecopy",
    ),
    (
        Class::Never,
        "pager pagers beeper assistant assistants assistent \
         assistentin asistente assistente secretary sekretariat company firma firmen société \
         empresa azienda bedrijf organization organisation emergency notfall urgence emergencia \
         emergenza noodgeval ice tty tdd ttytdd telex isdn callback radio bbs modem spouse partner \
         wife husband ehefrau ehemann conjoint parent parents guardian mother father mum mom dad eltern elternteil mutter vater school \
         coach trainer teacher lehrer lehrerin schule doctor arzt kids kinder manager",
    ),
];

/// Words of which each is about a diet.
pub(super) const DIET: &str = "diet diets dietary allergy allergies allergic allergen allergens intolerance intolerances \
     diät diäten ernährung allergie allergien unverträglichkeit unverträglichkeiten intoleranz intoleranzen \
     nahrungsmittelunverträglichkeiten lebensmittelunverträglichkeiten essgewohnheiten intolérance intolérances régime \
     régimes alergia alergias intolerancia intolerancias dieta dietas dietéticas intolleranza intolleranze \
     intolerância intolerâncias dieet allergieën intoleranties";

/// Words that stand beside these.
pub(super) const BESIDE_DIET: &str = "food foods special any other restriction restrictions requirement requirements \
     need needs preference preferences note notes info do you have we should know about please list tell us hast du \
     haben sie habt ihr bitte angeben besondere andere aliments alimentaire alimentaires particulier particulière avez \
     vous as tu restricciones alimentarias alimentarios alimentaria tienes tiene tenéis alguna algún restrizioni \
     esigenze alimentari alimentare hai avete particolari restrições alimentares tem alguma";

/// Words before a number that is no phone number.
pub(super) const REFERENCES: &str = "account acct acc id ids invoice inv order ref reference ticket room membership \
     booking reservation confirmation policy passport receipt license licence \
     tax vat ssn iban bic blz konto kontonummer kontonr kundennummer kundennr rechnung rechnungsnummer \
     rechnungsnr bestellung bestellnummer bestellnr auftrag auftragsnummer auftragsnr \
     mitgliedsnummer mitgliedsnr zimmernummer buchung buchungsnummer ticketnummer ausweis \
     personalnummer vorgang aktenzeichen compte facture commande chambre réservation dossier \
     cuenta factura pedido habitación reserva ordine fattura conto \
     prenotazione conta fatura encomenda rekening klantnummer factuur bestelling \
     boeking lidnummer";

/// The same, where they stand directly before the number; elsewhere they say what somebody is.
pub(super) const ROLES: &str = "member customer client mitglied cliente socio klant";
