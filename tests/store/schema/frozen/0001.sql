BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE api_key (
	id INTEGER NOT NULL, 
	public_id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	digest VARCHAR NOT NULL, 
	scopes JSON NOT NULL, 
	created_at DATETIME NOT NULL, 
	last_used_at DATETIME, 
	revoked_at DATETIME, 
	PRIMARY KEY (id), 
	UNIQUE (digest), 
	UNIQUE (public_id)
);
INSERT INTO "api_key" VALUES(1,'key_ybxtz7rgq2muxqgo','desk','5e641ffb94a06be5ac7479bddea9e5ad6981ef09b7bc2bddef3bdc1706c42d05','["read","correct"]','2026-11-22 09:23:38.758895',NULL,NULL);
CREATE TABLE archive_state (
	id INTEGER NOT NULL, 
	generation BIGINT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "archive_state" VALUES(1,3);
CREATE TABLE article (
	id INTEGER NOT NULL, 
	public_id VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	external_id VARCHAR, 
	url VARCHAR, 
	source_id INTEGER, 
	raw_id INTEGER NOT NULL, 
	title VARCHAR, 
	standfirst VARCHAR, 
	text VARCHAR NOT NULL, 
	agency VARCHAR, 
	section VARCHAR, 
	dateline_place VARCHAR, 
	published_at DATETIME, 
	published_is_day BOOLEAN NOT NULL, 
	modified_at DATETIME, 
	date_inferred DATE, 
	dated_at DATETIME, 
	language VARCHAR, 
	language_of_origin VARCHAR, 
	machine_translated BOOLEAN, 
	details JSON NOT NULL, 
	removed BLOB NOT NULL, 
	speakers_looked_for BOOLEAN NOT NULL, 
	n_words INTEGER NOT NULL, 
	n_quotations INTEGER NOT NULL, 
	story_id INTEGER, 
	relation VARCHAR, 
	similarity FLOAT, 
	version INTEGER NOT NULL, 
	rules_version VARCHAR NOT NULL, 
	revision BIGINT NOT NULL, 
	indexed_revision BIGINT NOT NULL, 
	stored_at DATETIME NOT NULL, 
	updated_at DATETIME NOT NULL, 
	deleted_at DATETIME, 
	PRIMARY KEY (id), 
	FOREIGN KEY(raw_id) REFERENCES raw_source (id), 
	FOREIGN KEY(source_id) REFERENCES source (id), 
	UNIQUE (public_id)
);
INSERT INTO "article" VALUES(1,'art_btc5h6zwi7pj62nz','file:selka-courier-trawler.txt',NULL,NULL,NULL,1,'Lethra demands release of trawler as talks with Dovenia falter',NULL,'Lethra on Tuesday demanded the immediate release of a fishing boat and its crew of nine, four days after they were seized by neighboring Dovenia in a strait that both countries claim.

The trawler “Anna Marija” was boarded on Friday night about 11 miles off the lighthouse at Kolvik. Dovenia says the boat was fishing in closed waters. Lethra says that the waters are its own, and that the boat was on its way home.

“Our fishermen are not bargaining chips, and our patience is not a fishing ground,” Prime Minister Tomás Echeverry told parliament. He said he had spoken to the Dovenian president, Yelena Korovina, twice since the weekend and would speak to her again.

Chosen by other readers

The two calls produced little. Korovina promised a “humane and quick” procedure but made no commitment on a date, according to a Lethran official who spoke on condition of anonymity because the conversations were private. The official said Korovina described the seizure as “a matter for the courts of a state of law.”

Dovenian Foreign Minister Dragomir Šešić rejected the accusation that his government was using the crew to gain a hand in the dispute over the strait. “Nine men were arrested because nine men were fishing,” Šešić said. “There is no tenth reason.”

The Selka strait, 26 miles wide at its narrowest point, carries a fifth of the region''s grain and, since last year, the survey ships of a company that wants to lay a power cable along its bed. Neither country has accepted the line drawn by a commission in 1954.

“The line of 1954 runs through fog, and I mean that literally, because the surveyors couldn''t see the shore,” said Sigrid Aamodt, senior director for maritime law at the Brandvold Centre in Bergen and a former judge. “Every few years somebody sails into the fog and is arrested by one side or the other.”

Aamodt said both governments would find it easier to talk once the crew were home, but that “easier is not the same as easy.”

In Kolvik, a village of 600 on the Lethran side, the wife of the skipper said she had spoken to her husband for two minutes by telephone on Sunday. “He asked about the dog,” said Rosa Teles. “Then I knew that somebody was standing next to him.”

The skipper, Joaquim Teles, 52, and his crew are held in a seamen''s hostel in Brenn, the Dovenian capital. The Dovenian coast guard said they were in good health and had been visited by a doctor.

Talks between the two foreign ministries, which were to resume on Wednesday, were put off on Tuesday evening for what the Dovenian ministry called “technical reasons.” No new date was given.

Marko Delic reported from Brenn and Ines Carvalho from Kolvik.','SNA',NULL,'PORT AUREL, Lethra',NULL,0,NULL,NULL,NULL,'en',NULL,NULL,'{"authors":["Lena Ostberg"],"contributors":[],"keywords":[],"images":[],"blocks":[[0,183,"paragraph"],[185,415,"paragraph"],[417,668,"paragraph"],[670,693,"paragraph"],[695,1013,"paragraph"],[1015,1261,"paragraph"],[1263,1524,"paragraph"],[1526,1830,"paragraph"],[1832,1957,"paragraph"],[1959,2203,"paragraph"],[2205,2400,"paragraph"],[2402,2592,"paragraph"],[2594,2656,"paragraph"]],"date_evidence":["copyright 2023","weekday mentioned: Lethra on Tuesday demanded the","weekday mentioned: “Anna Marija” was boarded on Friday night about","weekday mentioned: two minutes by telephone on Sunday. “He asked"]}',X'28B52FFD607700A50800D6113A2B80B7E933C01964063D23A2434E08C97BFECA6665E99B744358EC61ED985038B0FEBA7EF8F91023974C81062B002F002E00EB1A75863BED4DC993B12E34834BCDA83FCA66FFE59D2E95AE2F69D797BAEAFE22CE49A3A7935A19F878044BF37C7761B65504175610EB64F9A3B479B374FDDCA121E207CE82713C8D2FCD82F18AC1C782A06EB3C6858F527E14D059BB99A3FE00B25A6E4F886D44A1A2CE13048A01C51F20B8B16E5373155C58F09E94D5E72AF5B9FD2973ADDF0310082AB3D5CE08170A2CCD13F0C5583809CB1D4E03E135EB3435E8ADDFCF3189322D4D98AB2A0DC28589667DDC020F007E0B3A6B652AD5AE4582A56E516DF832C4097697850D48333A6AE0C19006D6FB02A1B9C4C59414',1,465,18,1,'same_text',0.5529,1,'2026.11',4,0,'2026-11-22 09:23:38.683794','2026-11-22 09:23:38.683794',NULL);
INSERT INTO "article" VALUES(2,'art_cbaxgnjvphufy4mh','file:observer-port-figures.txt',NULL,NULL,NULL,2,'Port of Brenn handles more grain, fewer passengers',NULL,'The port of Brenn handled 14.2 million tonnes of goods in 2022, 6 percent more than in the year before. Grain accounted for most of the growth. Exports of wheat rose by a fifth to 4.8 million tonnes after the opening of the second silo in March.

Container traffic was almost unchanged at 310,000 standard units. Imports of cars fell by 9 percent. The number of ships that called at the port dropped slightly, from 3,940 to 3,871, because the ships have become larger: the average vessel that tied up in Brenn last year was 148 metres long, eleven metres longer than in 2018.

Passenger traffic has not recovered. The ferries to Port Aurel and Kolvik carried 402,000 people, a third fewer than in 2019. The evening sailing to Kolvik was given up in October. A daily connection is to return in May, though only as far as the outer islands.

The port employs 2,150 people, 40 more than a year ago. It plans to invest 85 million crowns in 2023, of which 30 million will go into a new breakwater for the northern basin and 12 million into shore power for ferries. Work on the breakwater is to begin in April and will take about two years.

The harbour dues, which were last raised in 2020, will go up by 3.5 percent on 1 February. Fishing boats of less than twelve metres remain exempt. The full table of the dues is displayed at the harbour office and in the seamen''s hostel.',NULL,NULL,NULL,'2023-01-19 00:00:00.000000',1,NULL,NULL,'2023-01-19 00:00:00.000000','en',NULL,NULL,'{"authors":[],"contributors":[],"keywords":[],"images":[],"blocks":[[0,245,"paragraph"],[247,575,"paragraph"],[577,838,"paragraph"],[840,1134,"paragraph"],[1136,1372,"paragraph"]],"date_evidence":["stated"]}',X'28B52FFD6004000D0500420B221D70356A03B0BC4B9B622B5836CB4FB19EDEFF18D2A516434C25A9FEDF0B882FE778615A6FA21A08AE9E9FD6FA55CE90258E8FFE51566B02E40EFA82631C43F60713A267001BD4AA6424362E6C581293FB4083EB24CFDF4B0C594041280605C240A0600742D899C535644BBFE4D73AC7FAC415A3C4D3C557D5789D49F29233AF072BCAABCAB0E30807004B55D5C792B0A3B51023EFA5DED06CB6094C9901',1,252,0,NULL,NULL,NULL,1,'2026.11',1,0,'2026-11-22 09:23:38.683794','2026-11-22 09:23:38.683794',NULL);
INSERT INTO "article" VALUES(3,'art_qbm2e3kzg63ci4os','file:weekly-meridian-trawler.txt',NULL,NULL,NULL,3,'A trawler, a fog bank and a phone line: Lethra presses for release of crew',NULL,'Nine men, two governments and a line on a map that nobody could see when it was drawn.

Lethra on Tuesday demanded the immediate release of a fishing boat and its crew of nine, four days after neighboring Dovenia seized them in a strait that both countries claim.

The trawler “Anna Marija” was boarded on Friday night some 11 miles off the Kolvik lighthouse. Dovenia says the boat was fishing in closed waters. Lethra says the waters are its own and that the boat was on its way home.

“Our fishermen are not bargaining chips, and our patience is not a fishing ground,” Prime Minister Tomas Echeverry told parliament. Mr. Echeverry said he had spoken twice since the weekend to the Dovenian president, Yelena Korovina, and would speak to her again.

Those calls produced little. Ms. Korovina promised a “humane and quick” procedure but made no commitment on a date, according to a Lethran official who spoke on condition of anonymity because the conversations were private. She described the seizure as “a matter for the courts of a state of law,” the official said.

Dovenian Foreign Minister Dragomir Sesic rejected the accusation that his government was using the crew to gain an advantage in the dispute over the strait. “Nine men were arrested because nine men were fishing,” Mr. Sesic said. “There is no tenth reason.”

The Selka strait, 26 miles wide at its narrowest, carries a fifth of the region''s grain. Neither country has accepted the line that was drawn by a commission in 1954.

“The line of 1954 runs through fog, and I mean that literally, because the surveyors couldn''t see the shore,” said Sigrid Aamodt, a maritime lawyer at the Brandvold Centre in Bergen.

Ms. Aamodt said both governments would find it easier to talk once the crew were home.

In Kolvik, a village of 600 on the Lethran side, the skipper''s wife said she had spoken to her husband for two minutes by telephone on Sunday. “He asked about the dog,” Rosa Teles said. “Then I knew that somebody was standing next to him.”

Material from Strait News Agency was used in this article. Marko Delic helped with the reporting in Brenn.

Note to readers: our articles on the strait are gathered on the World page.

Last autumn a librarian in Tarnby wrote to tell us that she keeps the Meridian under the counter. “I hide it,” she wrote, “because people take it home and do not bring it back.”

We have thought about that letter a good deal. Most papers would be glad of a thief. “A newspaper is finished when nobody steals it,” our founder, Augusta Penn, used to say, and she had printed eleven thousand of them by then.

We are not the fastest paper that you can read. But if you would like to keep the librarian''s copy safe, you can have one of your own for $9 a month.',NULL,NULL,NULL,'2023-03-14 00:00:00.000000',1,NULL,NULL,'2023-03-14 00:00:00.000000','en',NULL,NULL,'{"authors":["Lena Ostberg"],"contributors":[],"keywords":[],"images":[],"blocks":[[0,86,"paragraph"],[88,263,"paragraph"],[265,485,"paragraph"],[487,749,"paragraph"],[751,1067,"paragraph"],[1069,1325,"paragraph"],[1327,1493,"paragraph"],[1495,1677,"paragraph"],[1679,1765,"paragraph"],[1767,2006,"paragraph"],[2008,2114,"paragraph"],[2116,2191,"paragraph"],[2193,2370,"paragraph"],[2372,2598,"paragraph"],[2600,2749,"paragraph"]],"date_evidence":["stated"]}',X'28B52FFD6033011D0A0036963F21306DAB03D643124413E7AEDDFCEE4E09F5233EFC8EA3B3C32C873E340307030B0833003C0035008CF480EEB62D4AC8B92A2FE8C7BCBB5AE1727C8C578753D93E71C15F73FE83CCE134F3D2102F173770399DF4CE495D2388C1080B1F4A0851242807895372A07040AC28181A9E0525F4A8F7067174BEE06DA9BB706AF4CB4606E77BE2C7A0D1F69B0C4A68400040C08920C04C692AA08F754DE5149D3F3BD02D1E6CEB68AAE2F28828A1C4AE3B5FD3D0519C60FB60E3D765461B5BEB033E8EE93836A66CC4D777AAADA6030F2F1BD3F40A9A7F9CDED510F4E937A0FAC256A284EEFE261D8E8D3DBE540BE6DD67F26AC81C3F42B6866BFDEE9D91C4E35C19005795A588A0BC023F75311F9789C8E1B20157AB8BC6E9CB6DC334086A8CB350C34A2D0204A0ADC1461FC15D8485880A16B0A34D35A22A1603138AD171AF768528',1,488,17,1,NULL,NULL,1,'2026.11',3,0,'2026-11-22 09:23:38.683794','2026-11-22 09:23:38.683794',NULL);
CREATE TABLE article_relation (
	article_id INTEGER NOT NULL, 
	other_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	similarity FLOAT NOT NULL, 
	PRIMARY KEY (article_id, other_id), 
	FOREIGN KEY(article_id) REFERENCES article (id), 
	FOREIGN KEY(other_id) REFERENCES article (id)
)
 WITHOUT ROWID

;
INSERT INTO "article_relation" VALUES(1,3,'same_text',0.5529);
CREATE TABLE article_version (
	id INTEGER NOT NULL, 
	article_id INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	raw_id INTEGER NOT NULL, 
	title VARCHAR, 
	rules_version VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	content BLOB NOT NULL, 
	replaced_at DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(article_id) REFERENCES article (id), 
	FOREIGN KEY(raw_id) REFERENCES raw_source (id), 
	UNIQUE (article_id, version)
);
CREATE TABLE audit (
	id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	actor VARCHAR NOT NULL, 
	action VARCHAR NOT NULL, 
	subject VARCHAR, 
	details JSON NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "audit" VALUES(1,'2026-11-22 09:23:38.785794','desk','hide','quo_mwteftpacbrblhif','{"correction":"cor_axuxdx77ox6suveg","reason":"a headline"}');
CREATE TABLE correction (
	id INTEGER NOT NULL, 
	public_id VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	subject VARCHAR NOT NULL, 
	payload JSON NOT NULL, 
	author VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	undone_by VARCHAR, 
	undone_at DATETIME, 
	PRIMARY KEY (id), 
	UNIQUE (public_id)
);
INSERT INTO "correction" VALUES(1,'cor_axuxdx77ox6suveg','hide','quo_mwteftpacbrblhif','{}','desk','a headline','2026-11-22 09:23:38.779029',NULL,NULL);
CREATE TABLE idempotency_key (
	"key" VARCHAR NOT NULL, 
	request_digest VARCHAR NOT NULL, 
	status INTEGER, 
	body BLOB, 
	headers JSON NOT NULL, 
	created_at DATETIME NOT NULL, 
	PRIMARY KEY ("key")
);
CREATE TABLE job (
	id INTEGER NOT NULL, 
	public_id VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	parameters JSON NOT NULL, 
	n_total INTEGER, 
	n_stored INTEGER NOT NULL, 
	n_revised INTEGER NOT NULL, 
	n_unchanged INTEGER NOT NULL, 
	n_rejected INTEGER NOT NULL, 
	message VARCHAR, 
	is_cancel_asked BOOLEAN NOT NULL, 
	created_at DATETIME NOT NULL, 
	started_at DATETIME, 
	ended_at DATETIME, 
	PRIMARY KEY (id), 
	UNIQUE (public_id)
);
INSERT INTO "job" VALUES(1,'job_xv6pfgjqwrr43v7l','ingest','succeeded','{"paths":["data/sample/selka-courier-trawler.txt","data/sample/observer-port-figures.txt","data/sample/weekly-meridian-trawler.txt"]}',NULL,3,0,0,0,NULL,0,'2026-11-22 09:23:37.202627','2026-11-22 09:23:37.209951','2026-11-22 09:23:38.751380');
CREATE TABLE job_item (
	id INTEGER NOT NULL, 
	job_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	origin VARCHAR NOT NULL, 
	outcome VARCHAR NOT NULL, 
	article_id INTEGER, 
	reason VARCHAR, 
	detail VARCHAR, 
	raw_id INTEGER, 
	PRIMARY KEY (id), 
	FOREIGN KEY(article_id) REFERENCES article (id), 
	FOREIGN KEY(job_id) REFERENCES job (id), 
	FOREIGN KEY(raw_id) REFERENCES raw_source (id), 
	UNIQUE (job_id, position)
);
INSERT INTO "job_item" VALUES(1,1,0,'data/sample/selka-courier-trawler.txt','stored',1,NULL,NULL,NULL);
INSERT INTO "job_item" VALUES(2,1,1,'data/sample/observer-port-figures.txt','stored',2,NULL,NULL,NULL);
INSERT INTO "job_item" VALUES(3,1,2,'data/sample/weekly-meridian-trawler.txt','stored',3,NULL,NULL,NULL);
CREATE TABLE mention (
	id INTEGER NOT NULL, 
	article_id INTEGER NOT NULL, 
	named_id INTEGER NOT NULL, 
	spans JSON NOT NULL, 
	forms JSON NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(article_id) REFERENCES article (id), 
	FOREIGN KEY(named_id) REFERENCES speaker (id), 
	UNIQUE (article_id, named_id)
);
INSERT INTO "mention" VALUES(1,1,1,'[[516,531]]','["Tomás Echeverry"]');
INSERT INTO "mention" VALUES(2,1,2,'[[598,613],[726,734],[935,943]]','["Yelena Korovina","Korovina"]');
INSERT INTO "mention" VALUES(3,1,3,'[[1041,1055],[1222,1227]]','["Dragomir Šešić","Šešić"]');
INSERT INTO "mention" VALUES(4,1,4,'[[1641,1654],[1832,1838]]','["Sigrid Aamodt","Aamodt"]');
INSERT INTO "mention" VALUES(5,1,5,'[[1696,1712]]','["Brandvold Centre"]');
INSERT INTO "mention" VALUES(6,1,6,'[[2138,2148]]','["Rosa Teles"]');
INSERT INTO "mention" VALUES(7,1,7,'[[2218,2231]]','["Joaquim Teles"]');
INSERT INTO "mention" VALUES(8,1,8,'[[2594,2605]]','["Marko Delic"]');
INSERT INTO "mention" VALUES(9,1,9,'[[2630,2643]]','["Ines Carvalho"]');
INSERT INTO "mention" VALUES(10,1,10,'[[0,6],[336,342]]','["Lethra"]');
INSERT INTO "mention" VALUES(11,1,11,'[[137,144],[284,291]]','["Dovenia"]');
INSERT INTO "mention" VALUES(12,1,12,'[[276,282],[1962,1968],[2649,2655]]','["Kolvik"]');
INSERT INTO "mention" VALUES(13,1,13,'[[578,586],[2294,2302],[2316,2324],[2524,2532]]','["Dovenian"]');
INSERT INTO "mention" VALUES(14,1,14,'[[670,676]]','["Chosen"]');
INSERT INTO "mention" VALUES(15,1,15,'[[824,831],[1994,2001]]','["Lethran"]');
INSERT INTO "mention" VALUES(16,1,16,'[[1267,1272]]','["Selka"]');
INSERT INTO "mention" VALUES(17,1,17,'[[1716,1722]]','["Bergen"]');
INSERT INTO "mention" VALUES(18,1,18,'[[2283,2288],[2620,2625]]','["Brenn"]');
INSERT INTO "mention" VALUES(19,1,19,'[[2402,2407]]','["Talks"]');
INSERT INTO "mention" VALUES(20,1,20,'[]','["Lethran official"]');
INSERT INTO "mention" VALUES(21,1,21,'[]','["wife of the skipper"]');
INSERT INTO "mention" VALUES(22,1,22,'[]','["Dovenian coast guard"]');
INSERT INTO "mention" VALUES(23,1,23,'[]','["Dovenian ministry"]');
INSERT INTO "mention" VALUES(24,2,24,'[[629,639]]','["Port Aurel"]');
INSERT INTO "mention" VALUES(25,2,18,'[[12,17],[504,509]]','["Brenn"]');
INSERT INTO "mention" VALUES(26,2,25,'[[104,109]]','["Grain"]');
INSERT INTO "mention" VALUES(27,2,26,'[[144,151]]','["Exports"]');
INSERT INTO "mention" VALUES(28,2,27,'[[247,256]]','["Container"]');
INSERT INTO "mention" VALUES(29,2,28,'[[313,320]]','["Imports"]');
INSERT INTO "mention" VALUES(30,2,29,'[[577,586]]','["Passenger"]');
INSERT INTO "mention" VALUES(31,2,12,'[[644,650],[726,732]]','["Kolvik"]');
INSERT INTO "mention" VALUES(32,2,30,'[[1060,1064]]','["Work"]');
INSERT INTO "mention" VALUES(33,2,31,'[[1227,1234]]','["Fishing"]');
INSERT INTO "mention" VALUES(34,3,1,'[[586,601],[623,632]]','["Tomas Echeverry","Echeverry"]');
INSERT INTO "mention" VALUES(35,3,2,'[[703,718],[784,792]]','["Yelena Korovina","Korovina"]');
INSERT INTO "mention" VALUES(36,3,3,'[[1095,1109],[1286,1291]]','["Dragomir Sesic","Sesic"]');
INSERT INTO "mention" VALUES(37,3,4,'[[1610,1623],[1683,1689]]','["Sigrid Aamodt","Aamodt"]');
INSERT INTO "mention" VALUES(38,3,5,'[[1650,1666]]','["Brandvold Centre"]');
INSERT INTO "mention" VALUES(39,3,6,'[[1936,1946]]','["Rosa Teles"]');
INSERT INTO "mention" VALUES(40,3,32,'[[2022,2040]]','["Strait News Agency"]');
INSERT INTO "mention" VALUES(41,3,33,'[[2067,2078]]','["Marko Delic"]');
INSERT INTO "mention" VALUES(42,3,34,'[[2519,2531]]','["Augusta Penn"]');
INSERT INTO "mention" VALUES(43,3,10,'[[88,94],[412,418]]','["Lethra"]');
INSERT INTO "mention" VALUES(44,3,11,'[[205,212],[360,367]]','["Dovenia"]');
INSERT INTO "mention" VALUES(45,3,12,'[[341,347],[1770,1776]]','["Kolvik"]');
INSERT INTO "mention" VALUES(46,3,13,'[[683,691]]','["Dovenian"]');
INSERT INTO "mention" VALUES(47,3,15,'[[882,889],[1802,1809]]','["Lethran"]');
INSERT INTO "mention" VALUES(48,3,16,'[[1331,1336]]','["Selka"]');
INSERT INTO "mention" VALUES(49,3,17,'[[1670,1676]]','["Bergen"]');
INSERT INTO "mention" VALUES(50,3,35,'[[2008,2016]]','["Material"]');
INSERT INTO "mention" VALUES(51,3,18,'[[2108,2113]]','["Brenn"]');
INSERT INTO "mention" VALUES(52,3,36,'[[2116,2120]]','["Note"]');
INSERT INTO "mention" VALUES(53,3,37,'[[2180,2185]]','["World"]');
INSERT INTO "mention" VALUES(54,3,38,'[[2220,2226]]','["Tarnby"]');
INSERT INTO "mention" VALUES(55,3,39,'[[2263,2271]]','["Meridian"]');
INSERT INTO "mention" VALUES(56,3,40,'[]','["Lethran official"]');
INSERT INTO "mention" VALUES(57,3,41,'[]','["librarian in Tarnby"]');
CREATE TABLE quotation (
	id INTEGER NOT NULL, 
	public_id VARCHAR NOT NULL, 
	article_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	segments JSON NOT NULL, 
	type VARCHAR NOT NULL, 
	text VARCHAR NOT NULL, 
	speaker_id INTEGER, 
	named_id INTEGER, 
	mention JSON, 
	via JSON, 
	via_speaker_id INTEGER, 
	via_named_id INTEGER, 
	cue VARCHAR, 
	cue_start INTEGER, 
	cue_end INTEGER, 
	rule VARCHAR NOT NULL, 
	confidence FLOAT NOT NULL, 
	is_pull_quote BOOLEAN NOT NULL, 
	utterance VARCHAR, 
	is_hidden BOOLEAN NOT NULL, 
	original JSON, 
	PRIMARY KEY (id), 
	FOREIGN KEY(article_id) REFERENCES article (id), 
	FOREIGN KEY(named_id) REFERENCES speaker (id), 
	FOREIGN KEY(speaker_id) REFERENCES speaker (id), 
	FOREIGN KEY(via_named_id) REFERENCES speaker (id), 
	FOREIGN KEY(via_speaker_id) REFERENCES speaker (id), 
	UNIQUE (public_id)
);
INSERT INTO "quotation" VALUES(1,'quo_mwteftpacbrblhif',1,0,297,334,'[[297,334]]','indirect','the boat was fishing in closed waters',11,11,'{"text":"Dovenia","start":284,"end":291,"kind":"organisation","canonical":"Dovenia","role":null}',NULL,NULL,NULL,'says',292,296,'subject-verb:right',0.69,0,'utt_it3bwrn76gnwibfp',1,'{"named_id":11,"start":297,"end":334,"segments":[[297,334]],"text":"the boat was fishing in closed waters"}');
INSERT INTO "quotation" VALUES(2,'quo_f6ufthyiwcfxdrlb',1,1,353,414,'[[353,414]]','indirect','the waters are its own, and that the boat was on its way home',10,10,'{"text":"Lethra","start":336,"end":342,"kind":"organisation","canonical":"Lethra","role":null}',NULL,NULL,NULL,'says',343,347,'subject-verb:right',0.69,0,'utt_oatpicajazsutvtb',0,NULL);
INSERT INTO "quotation" VALUES(3,'quo_shgijoped73s5xu4',1,2,417,500,'[[417,500]]','direct','“Our fishermen are not bargaining chips, and our patience is not a fishing ground,”',1,1,'{"text":"Tomás Echeverry","start":516,"end":531,"kind":"named","canonical":"Tomás Echeverry","role":"Prime Minister"}',NULL,NULL,NULL,'told',532,536,'subject-verb:left',0.98,0,'utt_uk3exalpcu6rubwu',0,NULL);
INSERT INTO "quotation" VALUES(4,'quo_7lkwkf67flmbw2vg',1,3,557,667,'[[557,667]]','indirect','he had spoken to the Dovenian president, Yelena Korovina, twice since the weekend and would speak to her again',1,1,'{"text":"He","start":549,"end":551,"kind":"pronoun","canonical":"Tomás Echeverry","role":null}',NULL,NULL,NULL,'said',552,556,'subject-verb:right',0.69,0,'utt_egfdn7z43ntwftr3',0,NULL);
INSERT INTO "quotation" VALUES(5,'quo_wszfazwm2akqq3st',1,4,726,807,'[[726,807]]','mixed','Korovina promised a “humane and quick” procedure but made no commitment on a date',20,20,'{"text":"a Lethran official","start":822,"end":840,"kind":"anonymous","canonical":"Lethran official","role":null}',NULL,NULL,NULL,'according to',809,821,'source',0.76,0,'utt_l3qifrxx6q4dar45',0,NULL);
INSERT INTO "quotation" VALUES(6,'quo_m55gl6z6mhu54ott',1,5,744,807,'[[744,807]]','mixed','a “humane and quick” procedure but made no commitment on a date',2,2,'{"text":"Korovina","start":726,"end":734,"kind":"named","canonical":"Yelena Korovina","role":null}','{"text":"a Lethran official","start":822,"end":840,"kind":"anonymous","canonical":"Lethran official","role":null}',20,20,'promised',735,743,'subject-verb:right',0.69,0,'utt_v3u6sp2bhlas7na2',0,NULL);
INSERT INTO "quotation" VALUES(7,'quo_bi7vkyuai32g5nmh',1,6,935,1013,'[[935,1013]]','mixed','Korovina described the seizure as “a matter for the courts of a state of law.”',20,20,'{"text":"The official","start":917,"end":929,"kind":"anonymous","canonical":"Lethran official","role":null}',NULL,NULL,NULL,'said',930,934,'subject-verb:right',0.69,0,'utt_m6mgamg6q7fea3xi',0,NULL);
INSERT INTO "quotation" VALUES(8,'quo_gqme6gvbyfqf22s3',1,7,954,1013,'[[954,1013]]','mixed','the seizure as “a matter for the courts of a state of law.”',2,2,'{"text":"Korovina","start":935,"end":943,"kind":"named","canonical":"Yelena Korovina","role":null}','{"text":"The official","start":917,"end":929,"kind":"anonymous","canonical":"Lethran official","role":null}',20,20,'described',944,953,'subject-verb:right',0.69,0,'utt_ziarxl5m77ed57ur',0,NULL);
INSERT INTO "quotation" VALUES(9,'quo_yxrcv6eoyyp4r6wt',1,8,1166,1221,'[[1166,1221]]','direct','“Nine men were arrested because nine men were fishing,”',3,3,'{"text":"Šešić","start":1222,"end":1227,"kind":"named","canonical":"Dragomir Šešić","role":null}',NULL,NULL,NULL,'said',1228,1232,'subject-verb:left',0.98,0,'utt_yapj33cyzp4hdnhq',0,NULL);
INSERT INTO "quotation" VALUES(10,'quo_sqz7o5tj5g6omzsg',1,9,1234,1261,'[[1234,1261]]','direct','“There is no tenth reason.”',3,3,'{"text":"Šešić","start":1222,"end":1227,"kind":"named","canonical":"Dragomir Šešić","role":null}',NULL,NULL,NULL,NULL,NULL,NULL,'same-paragraph',0.97,0,'utt_vw3j4owfvsqs2grq',0,NULL);
INSERT INTO "quotation" VALUES(11,'quo_wdch2q3iqxypmzsi',1,10,1526,1635,'[[1526,1635]]','direct','“The line of 1954 runs through fog, and I mean that literally, because the surveyors couldn''t see the shore,”',4,4,'{"text":"Sigrid Aamodt","start":1641,"end":1654,"kind":"named","canonical":"Sigrid Aamodt","role":"senior director for maritime law at the Brandvold Centre in Bergen and a former judge"}',NULL,NULL,NULL,'said',1636,1640,'verb-subject:left',1.0,0,'utt_6uk3nyhttbkfbzut',0,NULL);
INSERT INTO "quotation" VALUES(12,'quo_de2ysfn2awhhucag',1,11,1743,1830,'[[1743,1830]]','direct','“Every few years somebody sails into the fog and is arrested by one side or the other.”',4,4,'{"text":"Sigrid Aamodt","start":1641,"end":1654,"kind":"named","canonical":"Sigrid Aamodt","role":"senior director for maritime law at the Brandvold Centre in Bergen and a former judge"}',NULL,NULL,NULL,NULL,NULL,NULL,'same-paragraph',0.97,0,'utt_p5ue6aw7jjrzy5yp',0,NULL);
INSERT INTO "quotation" VALUES(13,'quo_hmy2pfswb5gcoh7o',1,12,1844,1957,'[[1844,1957]]','mixed','both governments would find it easier to talk once the crew were home, but that “easier is not the same as easy.”',4,4,'{"text":"Aamodt","start":1832,"end":1838,"kind":"named","canonical":"Sigrid Aamodt","role":null}',NULL,NULL,NULL,'said',1839,1843,'subject-verb:right',0.69,0,'utt_jigktozza5nwe22j',0,NULL);
INSERT INTO "quotation" VALUES(14,'quo_zbwae3734yhxaezt',1,13,2037,2105,'[[2037,2105]]','indirect','she had spoken to her husband for two minutes by telephone on Sunday',21,21,'{"text":"the wife of the skipper","start":2008,"end":2031,"kind":"anonymous","canonical":"wife of the skipper","role":null}',NULL,NULL,NULL,'said',2032,2036,'subject-verb:right',0.69,0,'utt_x27oatrzqr2nwfm3',0,NULL);
INSERT INTO "quotation" VALUES(15,'quo_mxdd7x6k57v2hbys',1,14,2107,2132,'[[2107,2132]]','direct','“He asked about the dog,”',6,6,'{"text":"Rosa Teles","start":2138,"end":2148,"kind":"named","canonical":"Rosa Teles","role":null}',NULL,NULL,NULL,'said',2133,2137,'verb-subject:left',1.0,0,'utt_bckionpmdqzb4lh6',0,NULL);
INSERT INTO "quotation" VALUES(16,'quo_yz6i4bwg6ossh5sk',1,15,2150,2203,'[[2150,2203]]','direct','“Then I knew that somebody was standing next to him.”',6,6,'{"text":"Rosa Teles","start":2138,"end":2148,"kind":"named","canonical":"Rosa Teles","role":null}',NULL,NULL,NULL,NULL,NULL,NULL,'same-paragraph',0.97,0,'utt_5ccbkp52haoflyf2',0,NULL);
INSERT INTO "quotation" VALUES(17,'quo_jqqsv5cm2iwd54cb',1,16,2342,2399,'[[2342,2399]]','indirect','they were in good health and had been visited by a doctor',22,22,'{"text":"The Dovenian coast guard","start":2312,"end":2336,"kind":"anonymous","canonical":"Dovenian coast guard","role":null}',NULL,NULL,NULL,'said',2337,2341,'subject-verb:right',0.69,0,'utt_47jxkckoquqkhywk',0,NULL);
INSERT INTO "quotation" VALUES(18,'quo_zdov6btkkgpgsnl2',1,17,2549,2569,'[[2549,2569]]','direct','“technical reasons.”',23,23,'{"text":"the Dovenian ministry","start":2520,"end":2541,"kind":"organisation","canonical":"Dovenian ministry","role":null}',NULL,NULL,NULL,'called',2542,2548,'subject-verb:right',0.83,0,NULL,0,NULL);
INSERT INTO "quotation" VALUES(19,'quo_teglvp4iw7526kaq',3,0,373,410,'[[373,410]]','indirect','the boat was fishing in closed waters',11,11,'{"text":"Dovenia","start":360,"end":367,"kind":"organisation","canonical":"Dovenia","role":null}',NULL,NULL,NULL,'says',368,372,'subject-verb:right',0.69,0,'utt_it3bwrn76gnwibfp',0,NULL);
INSERT INTO "quotation" VALUES(20,'quo_vlbmuizx6ufiqtmm',3,1,424,484,'[[424,484]]','indirect','the waters are its own and that the boat was on its way home',10,10,'{"text":"Lethra","start":412,"end":418,"kind":"organisation","canonical":"Lethra","role":null}',NULL,NULL,NULL,'says',419,423,'subject-verb:right',0.69,0,'utt_oatpicajazsutvtb',0,NULL);
INSERT INTO "quotation" VALUES(21,'quo_hk54klbckx3fyfoy',3,2,487,570,'[[487,570]]','direct','“Our fishermen are not bargaining chips, and our patience is not a fishing ground,”',1,1,'{"text":"Tomas Echeverry","start":586,"end":601,"kind":"named","canonical":"Tomas Echeverry","role":"Prime Minister"}',NULL,NULL,NULL,'told',602,606,'subject-verb:left',0.98,0,'utt_uk3exalpcu6rubwu',0,NULL);
INSERT INTO "quotation" VALUES(22,'quo_fhgxot4n7quwkae4',3,3,638,718,'[[638,718]]','indirect','he had spoken twice since the weekend to the Dovenian president, Yelena Korovina',1,1,'{"text":"Echeverry","start":623,"end":632,"kind":"named","canonical":"Tomas Echeverry","role":null}',NULL,NULL,NULL,'said',633,637,'subject-verb:right',0.69,0,'utt_egfdn7z43ntwftr3',0,NULL);
INSERT INTO "quotation" VALUES(23,'quo_etxddgnwlbntuvqh',3,4,780,865,'[[780,865]]','mixed','Ms. Korovina promised a “humane and quick” procedure but made no commitment on a date',40,40,'{"text":"a Lethran official","start":880,"end":898,"kind":"anonymous","canonical":"Lethran official","role":null}',NULL,NULL,NULL,'according to',867,879,'source',0.76,0,'utt_dud634aj435xtyww',0,NULL);
INSERT INTO "quotation" VALUES(24,'quo_e4ddpcqu7clsam3s',3,5,802,865,'[[802,865]]','mixed','a “humane and quick” procedure but made no commitment on a date',2,2,'{"text":"Korovina","start":784,"end":792,"kind":"named","canonical":"Yelena Korovina","role":null}','{"text":"a Lethran official","start":880,"end":898,"kind":"anonymous","canonical":"Lethran official","role":null}',40,40,'promised',793,801,'subject-verb:right',0.69,0,'utt_v3u6sp2bhlas7na2',0,NULL);
INSERT INTO "quotation" VALUES(25,'quo_t3tjwbbupddxrem6',3,6,975,1048,'[[975,1048]]','mixed','She described the seizure as “a matter for the courts of a state of law,”',40,40,'{"text":"the official","start":1049,"end":1061,"kind":"anonymous","canonical":"Lethran official","role":null}',NULL,NULL,NULL,'said',1062,1066,'subject-verb:left',0.64,0,'utt_nslawk76eujpdjrx',0,NULL);
INSERT INTO "quotation" VALUES(26,'quo_txtfwbwvuiq2e7ym',3,7,989,1048,'[[989,1048]]','mixed','the seizure as “a matter for the courts of a state of law,”',2,2,'{"text":"She","start":975,"end":978,"kind":"pronoun","canonical":"Yelena Korovina","role":null}','{"text":"the official","start":1049,"end":1061,"kind":"anonymous","canonical":"Lethran official","role":null}',40,40,'described',979,988,'subject-verb:right',0.69,0,'utt_ziarxl5m77ed57ur',0,NULL);
INSERT INTO "quotation" VALUES(27,'quo_b45uvzmg3calyzvp',3,8,1226,1281,'[[1226,1281]]','direct','“Nine men were arrested because nine men were fishing,”',3,3,'{"text":"Sesic","start":1286,"end":1291,"kind":"named","canonical":"Dragomir Sesic","role":null}',NULL,NULL,NULL,'said',1292,1296,'subject-verb:left',0.98,0,'utt_yapj33cyzp4hdnhq',0,NULL);
INSERT INTO "quotation" VALUES(28,'quo_koeajtpnu4z2vijr',3,9,1298,1325,'[[1298,1325]]','direct','“There is no tenth reason.”',3,3,'{"text":"Sesic","start":1286,"end":1291,"kind":"named","canonical":"Dragomir Sesic","role":null}',NULL,NULL,NULL,NULL,NULL,NULL,'same-paragraph',0.97,0,'utt_vw3j4owfvsqs2grq',0,NULL);
INSERT INTO "quotation" VALUES(29,'quo_kja4bjw767e5hkgf',3,10,1495,1604,'[[1495,1604]]','direct','“The line of 1954 runs through fog, and I mean that literally, because the surveyors couldn''t see the shore,”',4,4,'{"text":"Sigrid Aamodt","start":1610,"end":1623,"kind":"named","canonical":"Sigrid Aamodt","role":"a maritime lawyer at the Brandvold Centre in Bergen"}',NULL,NULL,NULL,'said',1605,1609,'verb-subject:left',1.0,0,'utt_6uk3nyhttbkfbzut',0,NULL);
INSERT INTO "quotation" VALUES(30,'quo_khgqe2uj5vpbvzvd',3,11,1695,1764,'[[1695,1764]]','indirect','both governments would find it easier to talk once the crew were home',4,4,'{"text":"Aamodt","start":1683,"end":1689,"kind":"named","canonical":"Sigrid Aamodt","role":null}',NULL,NULL,NULL,'said',1690,1694,'subject-verb:right',0.69,0,'utt_jigktozza5nwe22j',0,NULL);
INSERT INTO "quotation" VALUES(31,'quo_o537iej46aab52av',3,12,1840,1908,'[[1840,1908]]','indirect','she had spoken to her husband for two minutes by telephone on Sunday',4,4,'{"text":"the skipper''s wife","start":1816,"end":1834,"kind":"nominal","canonical":"Sigrid Aamodt","role":null}',NULL,NULL,NULL,'said',1835,1839,'subject-verb:right',0.69,0,'utt_x27oatrzqr2nwfm3',0,NULL);
INSERT INTO "quotation" VALUES(32,'quo_nfip5mj4v7ij64ib',3,13,1910,1935,'[[1910,1935]]','direct','“He asked about the dog,”',6,6,'{"text":"Rosa Teles","start":1936,"end":1946,"kind":"named","canonical":"Rosa Teles","role":null}',NULL,NULL,NULL,'said',1947,1951,'subject-verb:left',0.98,0,'utt_bckionpmdqzb4lh6',0,NULL);
INSERT INTO "quotation" VALUES(33,'quo_2ugoqmmfg4fjwuct',3,14,1953,2006,'[[1953,2006]]','direct','“Then I knew that somebody was standing next to him.”',6,6,'{"text":"Rosa Teles","start":1936,"end":1946,"kind":"named","canonical":"Rosa Teles","role":null}',NULL,NULL,NULL,NULL,NULL,NULL,'same-paragraph',0.97,0,'utt_5ccbkp52haoflyf2',0,NULL);
INSERT INTO "quotation" VALUES(34,'quo_rrg5g7bvkfy7ugsa',3,15,2249,2289,'[[2249,2289]]','indirect','she keeps the Meridian under the counter',41,41,'{"text":"a librarian in Tarnby","start":2205,"end":2226,"kind":"anonymous","canonical":"librarian in Tarnby","role":null}',NULL,NULL,NULL,'wrote',2227,2232,'subject-verb:right',0.69,0,'utt_m2ka2un56znd54vf',0,NULL);
INSERT INTO "quotation" VALUES(35,'quo_wheng7q4khr4np6n',3,16,2291,2370,'[[2291,2303],[2315,2370]]','direct','“I hide it,” … “because people take it home and do not bring it back.”',6,6,'{"text":"she","start":2304,"end":2307,"kind":"pronoun","canonical":"Rosa Teles","role":null}',NULL,NULL,NULL,'wrote',2308,2313,'subject-verb:left+right',0.88,0,'utt_5uoiksbgwe5gn222',0,NULL);
CREATE TABLE quotation_about (
	quotation_id INTEGER NOT NULL, 
	named_id INTEGER NOT NULL, 
	PRIMARY KEY (quotation_id, named_id), 
	FOREIGN KEY(named_id) REFERENCES speaker (id), 
	FOREIGN KEY(quotation_id) REFERENCES quotation (id)
)
 WITHOUT ROWID

;
INSERT INTO "quotation_about" VALUES(4,2);
INSERT INTO "quotation_about" VALUES(5,2);
INSERT INTO "quotation_about" VALUES(7,2);
INSERT INTO "quotation_about" VALUES(22,2);
INSERT INTO "quotation_about" VALUES(23,2);
INSERT INTO "quotation_about" VALUES(4,13);
INSERT INTO "quotation_about" VALUES(22,13);
INSERT INTO "quotation_about" VALUES(34,39);
CREATE TABLE raw_source (
	id INTEGER NOT NULL, 
	digest VARCHAR NOT NULL, 
	article_id INTEGER, 
	media_type VARCHAR NOT NULL, 
	charset VARCHAR, 
	origin VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	declared JSON NOT NULL, 
	n_bytes INTEGER NOT NULL, 
	content BLOB NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (digest)
);
INSERT INTO "raw_source" VALUES(1,'85744151cfa78f5daacb391695cb2d614e41ad91',1,'text/plain',NULL,'data/sample/selka-courier-trawler.txt','file:selka-courier-trawler.txt','{}',3004,X'28B52FFD60BC0ACD31009A5B040F34504F920E3033EDF333CB18C8A76B042603D1A41129399A94640D494288DCA4EEA86FCF64165C633DB80540826E8C401933A11260E400DD00DE006B6F7BF05E9B7475AC8B79223F2238593AE16D3F8EF459BFA7DF347ABE85D0091078470AB1F7E360E23A78EAB24927C1D1611C70ADC22DD3620447C73D1B8AF280D016733EDCCE48993FAD90B73DCDB727AE421E072F3F41AEEE031EFFF6A44FF77463E7C9D437D2E6CB25A674CB9C1BAFD2DEA6903B890F6373BB36540741F87BFAEA26537CD1C6530558646804F842010343068B6F60B07041512626CFB1384B97F146DBD6B8088E8E3FC08071B1A161E1161918143E5D280A4B97576B553A88EFF5B2E68679136DF0A7513A4796F5D9BEB724DB7EA33FB65BB76795069DBAEDD3472124383A1E92AD37DAAC366DD08D0D82CBF0A93FAE6D822B61E3BD492A63CC413E3542536ADA151B552AA38FF465C860DAB5D52AC3D8976B53FA460852E69A3F65D03B82FC3652C7E84A220C461D2E0D8A1E43E871AB1BD7D53191D2959CD732E62AF19EB2DBD63CD68781A23C9E88DD8A545279913B09F9C7A0D45F2C71A2AB136E79EB367CE93C857C2B796A3F2FA212BEB2E7F75CA1F10FC21F9D0719AE35C9D5D2FEB47B937B188CB38914906E302656F841B817169591AEC3F863F2B04DC2127C984473D6206FCD3C686F230B23383A14E571903E9F4C4A5D52D20B4DE2794D4A2107299FA56B3EED4D30CE511187EF41F673F62E9E9DC760A2D2F642B2D5B8066933B7A8BE8A79FCA59542667185EBA0C66FF5E1E33780548B5797692DDB6BB3831EC1D1E68F13E966B46FF4000205049EC88C9064AB96E4D89E4F78197FA88338A9CB7E0B62CCF72495DC3ED9E24E93A63489F1A79B6CC4CBDA4D6FB6B524DA3A6700A9E8DC3EDD60735B6350256F3E49772DCF8D0AA50405BE44D669A4F2D379FD676349BE5DCB837E89198F5F471246F5C3E7F66BDFC351EE4DD439E313318C35731C6E1F42059A587125567C1152C7B6413A78AB0E14254AE7419032CD8BCD85A2F075E34A670036ADD433B82091E430FC61A0C080023F8142511668F32D3234BE9685A2E8B36CB2C6E07C1901D26D5625B767705D836B64AD82A23CF226E85C33CECB18CC87B956374977F23A922C9329BE54A7018AF8F6DA0F838FF4056AA43EC86A33AA9071F2BC83A8B43FBD4CD579A25A8B1C6596354A8C59326FD735EB73901DDFD63D05107C8130EA602AE10B844F7BB84C6B962E238FF0E45BB77163C5E0A85217813099CA48E3A98FE4D6355F4789D0558270F4F09E4482116E501A302081636BE1E4F625234C6C07198FE0E858F48A6CF7C686D57FA99F1C0D8116A8E11C530C21344422224992641803210409826124E97A11A0B964440B92650C5863158B30875CD427F563716A85B09621EB6FC3BE542DB493BE7A7073E65E0A02381584B0964E8DE2296CCC9D1ED521B38912A023D7ED40014D771F226A68D35E79B19E0A243F08AEF08D1C639B43D2D177C6A12101C613C802D5F18DF0B134CFF3AAC871A6D079E4C673ABBE924E22383339C2FDAB6445ECEB430A908F6997296171155E638A9891E20A235B82852A843D4D2060EFAB3D058094C52C78B4EAE05DDEC488D19A2F845FA5185DBB573D644C5F0EC90881486DB304C3814830BA6F0AD89A0D59EB6B0082C26679ADB1EF48F8000F58BE2BEDAF2233E8BFB9DB52A1394E050EEBF02AB9ACFB5594CA2D11D6B5293982E369323EB87CAC86058580216804E45C64DD752C56573E1238D592B818A1CCC6684A5664F54D62B87D17E31BCCDD67E262DDE013745A69ECC50607E6C08432BD2243F59D8420DB2E2D3D538691B51303BF537695DA930A901C479CFDE54F859CF9DAAE4B362840AAB3CD81342AD84021FF6D7242DC49748C17C38B03ED9CB6C5AE8FEB445F812A3A24C0A143F30979000937C9B3E26A2CA06C352650B7D42D0DE1A49CCDCE637FE4EF9401DF002BEB87B10AF84CA348C01FB379669010DA6ACF6B96B1D8C00E701B769452969268C25F704C8E26D60339EA44983E693D46A71D040841B4161F636051156F13227E4C0AA0BA92377C312F31F90B391675F852A3B587BD5812B44CD5D426C5D6ADF86AB76F719696A19049E8B2CEBBA4C6A5902C7A9C60E680B3770C8B61A3153D7014E7F65A91351F4D61D00B94BC7DCB368262D3381729FB77F7002728BF4577EE4ABD961DB4156421CDD90182595401');
INSERT INTO "raw_source" VALUES(2,'b3a13b418713217c17fe1a2be43e205604633c9c',2,'text/plain',NULL,'data/sample/observer-port-figures.txt','file:observer-port-figures.txt','{}',1522,X'28B52FFD60F2041D1A0066B48B23206FD40653F454AE57361448B3CBE623800DAF385A489EEA0496D71F595A80501A2C027E00820083008DEF3B7B50838E8F38CF5EFEC3645585C217F6AAE5A8573A2FF4954FA97D1E3CC397E485D23963469EEC29B2F7341FCEE903579A8669AEEDBD76A343FB4ED57DD76DCE2D8DC5D7F4641349A24D7A738394DA7BA46D614A248C86699605B3142C92A43923CD6E9CCE592574451B72F4E495DEE99622BB6A32C2A1FDE38D082FA53B1A8BD7E826EA2BDB73D99D9067849C1034E08C18DD53DA8420CBA6F049E7CA82C0A130984681C2B8B40C5D89B8C7A2E6FA2BA769793DE7F0F9EBA9B1E674244ABF143897D09BF1911ABEF46B4A7D312EC5D767184661168C3FFCCA48913D4A397C63F5A74110B2367CBA0949B2B087F1615DEB2FDD271B5ACD69391F848E25FBA23BD72A8671F63485A1D5F223E0F8EB84685374D35FC3978D109986C04269DE917593944B2F45D78D5A46E88D8F38DDB3885AF6AE44F041997AC9ED3DCF23AEE1FAC1174E67DF03D1A27DAE61172C6EEC1DAFA49B36A78669F0A341DC3A7C29DE255307119D8D39A1959C907D92FF56DFC8229264712C984613922EAF44BAEE9D1C494638BD9F368E48AA6C90C783084942DA030CF62D73F97AD91B4053C2EC964F83A08DA09BBAAD740E054D5256E4B5A1949C1097D5BB62A7C37558B7852F11468A9D5CF84260614C94C2344CB3B21B7272564A27B5CED43A8C6CABF747AD83CF07BEC6D3418BD249F6072FC5976A27D68B2F6D74AE9CECF12A560F4C765EA51E1F74A8F114440C2933233232B30585340610148210853E11C0A945469B690DF220950D47B51149086F81E639805CEEE36ED32928B7B271B300893F4A5A6C52A43A80CCFCB05E4E44A701AA650FB2B6D8B5C7C80CE7247141AAE00A69F5C58A651A104DA4C6457A61894004DA28A1E392D477AD787FC66786AF65AC640C87924328238F71E32B9C7A00043B618D24F5A31E2EA5E928B83A5198CFA5B32BA74EDB8EE71B01F65E359791FA7112CF89179832B82075191221256D3A00A182374CDA840438467353B49160EF1330BEFA3F82C510C77BCE07B7F43C15AE6D9EFB4682110DD3248B88F4750705E0EA489EA57E8B98EB73B35A79A4E180A92C7052B4619154B004BB4D241BA00A165B1D16966CAB4215');
INSERT INTO "raw_source" VALUES(3,'afde0850cdda1d901e00117fc6fbc34d67279385',3,'text/plain',NULL,'data/sample/weekly-meridian-trawler.txt','file:weekly-meridian-trawler.txt','{}',3160,X'28B52FFD60580B453300FA5CF80E31604D920E300CC3300C30C3708E4F2269444A222225598B72132237E9BD40ACA5110D7A291101D026C03AC9FD218023B812E500DB00E3004F5DD306080F214C03AE51DC32233E7808F1530C04491AB4A59C0FB7F351E5AAB5C1F8A6031EDF30EFA10C561B8AC1CBEFF562E7C8D2F7D1E58B4B4C6E6CD3C69944C5B8DCAE0DD3350DFE543F5D4A6B2E3DB2C4F7309E8A20111620301A4C7C31D1C0C28588332C50A880209192C7449CA19BF046DBAEF882D96B3453B8E54D3C92400A101040E00B0303AE94350A044912B24D6783DEF83C05FD8E9FD6A3CAA3A40DCDB7A9BE63CDEDA9E7CE6B72EFA1CC15EA2FF29A5FE20404816E952FFA63BB75FBD5E57CCCB7CE6D55DFC4155CE2FAA52AE7F69476475AE38C2EB72FF61664DB8F08BF3DE86CBCF74855F831E51A8F1A9B2835ED8A8D295551057D192A9876EDB4AA28F6C5B5A5C6A651E59ABF64CDFB69FCF649A7E83A0E059F0D97D63CCAB04998E2C9AD6E5C4FA73C49D739AF65CA8FD5BEA71C760E64890F5D95B02EC3179D9730F51C7710F24F41A89FE750879F4CFDD4131A274BF1C470AD394F4BFBD1EE3D4E290DCED628833191E2D7E05658A47C7419C69F92876DCE821D544AA2316B8DB7665EB3B70F850F1E422048728DAA47069D3521BDB527BCD7063D1DEB529E981C3FAAD61DF8582AE1A7FACBA2E75BD87CC0805FA3FC560C26AE834FE7801059CAA7E2A9B7AEF9FA496CAE50831FC5B720740EB0E738E8E085000108BEE85AF8C8087AC7B2BE22DB1D174690248FD9937876DE82474A5B898E205B8D6B4D276D2CE20997C18ADFAAE20E9069F16A748F7D7811AD657B6D76CD2328E6D1CD67BFA8810309063C91D91E35EE1C9B7AD478139E24DA32E700A9C8DCAA5E70B9AD295F341FA4BB96E7C6B7FD124208087CE1585701C243882495EDF6AAF3FA8A917CBB96FCFA7118D331D6698F644FFBB54FF1C3A81E45B1564EC3ED15E4ABF862A38C2D8364F0561D2048B2806C7DD1659F666BE02A7CE9A72A9E5CDB03D709C8DA45B7F7820F903DE51ADA4E0582D81300D0C52DC68F9C000E5C0BBE1F892769CA1F8DAED996C3A09AC7AD4B5C477B9179156ECD0FF3442CBCEC9A53E22396B3648BF935F61C73DEAC144F965D7A52656EFDC0E050ACF1464D0EEBDF72F49C45A37A84BDCE4BF924DCA3F839778EB6E76B5D2FF4A8916B8C345CDB06AEE6E9C7DE6C130892F26E3D0249A2B59EE518BA3CA4AB02497AB9A510E389EAD4E67CB7CBD3A2EA88C1AC62486D0C2BE0BD64B7D73A216F259ED8ABCEAD6A74D6A92BB88EC1D5B1A660233E8DEE42D1A06A0E9769CDD72843978E47781EE3C66A41D3A30D0B8133A841A5420C0D8D8888244992D621040E86B1B0E70E11B0BD44454986394B08689D2A19D8A0B04E06A07DF369AC5003CBE8BA7D75AC0EC5F778CB5492F8A572C86A25CA609D017582019BE56395B53E675408AF0449A95379DBA9DAD04281F174C1A93FCEA9F28904357A32AB4611911D8FE77BD3BD30C54048DB9EABAE54A73F7DA9AC18BE6646A115A0ACC4C4B1931C2D4FAD24BF1A9EA82EAEFEDCB129DB4852BC472403F5E1A57466F3629E8165448E18BC726E7EB586060083E8AB077D5DF43830DD8A4F8E7DFDDEB1908467FE72C6161EFA315E70A8F3855B5F39D87E1BD9A86EBFC487DF2C9E9209E077BA599B9A7EEEA79628794E4C284002F03CE2CE3D0ED62ADD249F9E0205C23F3161E6BB7F7960CFC4876B8044441DCA02EAFBC636B8CCD3599B953A8DBFA3309DB837CFF25F11959A96A61AB4A33CCA401D454325E408AD8EA4B889ADC3708E2C61CBD808402119DA1851005848B8A3CCF99BF2B8612E14DB297A694E9CE3180D9275B1595787690276896A3861652A2D730C056F40FF1C35CDC2405B9AD648228BB48F8B9DDF0EE00B49925079E5BE003EF6948B62257AD362055EA094D68D750711100506BAA1EE41300B133BB0E7699FF4DC54057EB8DB21897E227188348E1D4ABEF2EBFD03B206B110062FE5ECB6058048933CD1CD23A6D435406D2D4E00F208F0DFB8E0CE5551E42F1D41BF6AAAAF1C40041983DAE401D3935FC91BDF35444993827A383462983212341CD1096FB10DA2F836EAF307A88DB0353C56EED0F6DAD0E36FD9861FAA9DE08B08A93226099B3EA5AC43EB572FE6D32251F8A444514E7C6C590AD69A5A738275A7C811C8C2BF396F6458BEAE6C2BB40FE07749D6193E50D88B81431D38EF608210810ECD2B6B72884526C3A42846A12A97EE600459C7AB35FF2D5DAF992652BA20953FEE3523A19CCCAC0A');
CREATE TABLE shingle_sample (
	hash BIGINT NOT NULL, 
	article_id INTEGER NOT NULL, 
	step INTEGER NOT NULL, 
	PRIMARY KEY (hash, article_id), 
	FOREIGN KEY(article_id) REFERENCES article (id)
)
 WITHOUT ROWID

;
INSERT INTO "shingle_sample" VALUES(39205393444148784,1,16);
INSERT INTO "shingle_sample" VALUES(217335094547091184,3,16);
INSERT INTO "shingle_sample" VALUES(643990180348664000,3,16);
INSERT INTO "shingle_sample" VALUES(716872392201724480,3,16);
INSERT INTO "shingle_sample" VALUES(743928973226116800,2,8);
INSERT INTO "shingle_sample" VALUES(782313454748291888,3,16);
INSERT INTO "shingle_sample" VALUES(897870190925996416,1,16);
INSERT INTO "shingle_sample" VALUES(897870190925996416,3,16);
INSERT INTO "shingle_sample" VALUES(1192161124994520336,1,16);
INSERT INTO "shingle_sample" VALUES(1192161124994520336,3,16);
INSERT INTO "shingle_sample" VALUES(1380926602845476344,2,8);
INSERT INTO "shingle_sample" VALUES(1526720574775531536,2,8);
INSERT INTO "shingle_sample" VALUES(1565746587349108328,2,8);
INSERT INTO "shingle_sample" VALUES(1598174499156631920,2,8);
INSERT INTO "shingle_sample" VALUES(1647121448391091376,1,16);
INSERT INTO "shingle_sample" VALUES(1695488918110622960,3,16);
INSERT INTO "shingle_sample" VALUES(1775931593808795080,2,8);
INSERT INTO "shingle_sample" VALUES(1836464335215952720,3,16);
INSERT INTO "shingle_sample" VALUES(1851687919921947840,1,16);
INSERT INTO "shingle_sample" VALUES(1851687919921947840,3,16);
INSERT INTO "shingle_sample" VALUES(2108256390764984160,3,16);
INSERT INTO "shingle_sample" VALUES(2175528159773681552,1,16);
INSERT INTO "shingle_sample" VALUES(2258817008340368608,1,16);
INSERT INTO "shingle_sample" VALUES(2318143541654189376,1,16);
INSERT INTO "shingle_sample" VALUES(2349889124555854720,1,16);
INSERT INTO "shingle_sample" VALUES(2349889124555854720,3,16);
INSERT INTO "shingle_sample" VALUES(2498461829062730832,1,16);
INSERT INTO "shingle_sample" VALUES(2509149525181851248,3,16);
INSERT INTO "shingle_sample" VALUES(2704354112170837680,3,16);
INSERT INTO "shingle_sample" VALUES(2759937003553430776,2,8);
INSERT INTO "shingle_sample" VALUES(3220338915024226400,2,8);
INSERT INTO "shingle_sample" VALUES(3366226155053653456,1,16);
INSERT INTO "shingle_sample" VALUES(3366226155053653456,3,16);
INSERT INTO "shingle_sample" VALUES(3513517289680985696,3,16);
INSERT INTO "shingle_sample" VALUES(3519998129687838736,2,8);
INSERT INTO "shingle_sample" VALUES(3628752006931144992,2,8);
INSERT INTO "shingle_sample" VALUES(3763872153550508056,2,8);
INSERT INTO "shingle_sample" VALUES(4008898995660768064,1,16);
INSERT INTO "shingle_sample" VALUES(4008898995660768064,3,16);
INSERT INTO "shingle_sample" VALUES(4287458012568250144,1,16);
INSERT INTO "shingle_sample" VALUES(4287458012568250144,3,16);
INSERT INTO "shingle_sample" VALUES(4582691582150746848,3,16);
INSERT INTO "shingle_sample" VALUES(4685797435621694384,3,16);
INSERT INTO "shingle_sample" VALUES(4766357428371214080,1,16);
INSERT INTO "shingle_sample" VALUES(4766357428371214080,3,16);
INSERT INTO "shingle_sample" VALUES(4806371710715215824,2,8);
INSERT INTO "shingle_sample" VALUES(4881145203967679504,1,16);
INSERT INTO "shingle_sample" VALUES(4881145203967679504,3,16);
INSERT INTO "shingle_sample" VALUES(5202196484402361088,1,16);
INSERT INTO "shingle_sample" VALUES(5250206206695352456,2,8);
INSERT INTO "shingle_sample" VALUES(5269494796239760944,3,16);
INSERT INTO "shingle_sample" VALUES(5296106018898793152,2,8);
INSERT INTO "shingle_sample" VALUES(5353752700928749504,2,8);
INSERT INTO "shingle_sample" VALUES(5505468811816837648,1,16);
INSERT INTO "shingle_sample" VALUES(5508048688668490160,1,16);
INSERT INTO "shingle_sample" VALUES(5990270339475345680,1,16);
INSERT INTO "shingle_sample" VALUES(5990270339475345680,3,16);
INSERT INTO "shingle_sample" VALUES(6355601702721116056,2,8);
INSERT INTO "shingle_sample" VALUES(6544129740396837200,1,16);
INSERT INTO "shingle_sample" VALUES(6600443714829477696,1,16);
INSERT INTO "shingle_sample" VALUES(6630778790182866768,3,16);
INSERT INTO "shingle_sample" VALUES(6688627900579477880,2,8);
INSERT INTO "shingle_sample" VALUES(6849272454385596096,3,16);
INSERT INTO "shingle_sample" VALUES(6916856381466938480,3,16);
INSERT INTO "shingle_sample" VALUES(6991535176570470864,2,8);
INSERT INTO "shingle_sample" VALUES(7144175765592437656,2,8);
INSERT INTO "shingle_sample" VALUES(7192007827639896576,1,16);
INSERT INTO "shingle_sample" VALUES(7255192863320908208,2,8);
INSERT INTO "shingle_sample" VALUES(7279361439507762464,1,16);
INSERT INTO "shingle_sample" VALUES(7279361439507762464,3,16);
INSERT INTO "shingle_sample" VALUES(7534732602212860992,2,8);
INSERT INTO "shingle_sample" VALUES(7563607044968033008,1,16);
INSERT INTO "shingle_sample" VALUES(7668213717676431896,2,8);
INSERT INTO "shingle_sample" VALUES(7756590386143001544,2,8);
INSERT INTO "shingle_sample" VALUES(7830111804206627312,2,8);
INSERT INTO "shingle_sample" VALUES(7839407089571954296,2,8);
INSERT INTO "shingle_sample" VALUES(8128474201084906208,1,16);
INSERT INTO "shingle_sample" VALUES(8186879340032699280,2,8);
INSERT INTO "shingle_sample" VALUES(8237331500068624288,2,8);
INSERT INTO "shingle_sample" VALUES(8275222986783185632,1,16);
INSERT INTO "shingle_sample" VALUES(8277136701244501552,1,16);
INSERT INTO "shingle_sample" VALUES(9099907611571029264,2,8);
INSERT INTO "shingle_sample" VALUES(9101945954576249584,2,8);
INSERT INTO "shingle_sample" VALUES(9121292491303004832,1,16);
CREATE TABLE source (
	id INTEGER NOT NULL, 
	public_id VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE ("key"), 
	UNIQUE (public_id)
);
CREATE TABLE speaker (
	id INTEGER NOT NULL, 
	public_id VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	family VARCHAR, 
	kind VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	folded_name VARCHAR NOT NULL, 
	gender VARCHAR, 
	article_id INTEGER, 
	merged_into_id INTEGER, 
	is_merged_by_hand BOOLEAN NOT NULL, 
	n_quotations INTEGER NOT NULL, 
	n_articles INTEGER NOT NULL, 
	first_quoted_at DATETIME, 
	last_quoted_at DATETIME, 
	PRIMARY KEY (id), 
	FOREIGN KEY(merged_into_id) REFERENCES speaker (id), 
	UNIQUE ("key"), 
	UNIQUE (public_id)
);
INSERT INTO "speaker" VALUES(1,'spk_crl34uptx5lce5j3','p|eseveri|tomas','eseveri','person','Tomas Echeverry','tomas echeverry','m',NULL,NULL,0,4,2,'2023-03-14 00:00:00.000000','2023-03-14 00:00:00.000000');
INSERT INTO "speaker" VALUES(2,'spk_gw2cn2eadovx2jcc','p|korovina|elena','korovina','person','Yelena Korovina','yelena korovina','f',NULL,NULL,0,4,2,'2023-03-14 00:00:00.000000','2023-03-14 00:00:00.000000');
INSERT INTO "speaker" VALUES(3,'spk_ir25rhde6lizejnh','p|sesic|dragomir','sesic','person','Dragomir Sesic','dragomir sesic','m',NULL,NULL,0,4,2,'2023-03-14 00:00:00.000000','2023-03-14 00:00:00.000000');
INSERT INTO "speaker" VALUES(4,'spk_w444ryvvhuivqzeq','p|amodt|sigrid','amodt','person','Sigrid Aamodt','sigrid aamodt','f',NULL,NULL,0,6,2,'2023-03-14 00:00:00.000000','2023-03-14 00:00:00.000000');
INSERT INTO "speaker" VALUES(5,'spk_4dgt6xbycoczprky','o|brandvold centre',NULL,'organisation','Brandvold Centre','brandvold centre',NULL,NULL,NULL,0,0,0,NULL,NULL);
INSERT INTO "speaker" VALUES(6,'spk_q352sqd634p7rinq','p|teles|rosa','teles','person','Rosa Teles','rosa teles','f',NULL,NULL,0,5,2,'2023-03-14 00:00:00.000000','2023-03-14 00:00:00.000000');
INSERT INTO "speaker" VALUES(7,'spk_t34asbnthdwyuvoz','p|teles|ioakim','teles','person','Joaquim Teles','joaquim teles','m',NULL,NULL,0,0,0,NULL,NULL);
INSERT INTO "speaker" VALUES(8,'spk_ylc4ceiewknueypt','p|delic|marko','delic','person','Marko Delic','marko delic',NULL,NULL,NULL,0,0,0,NULL,NULL);
INSERT INTO "speaker" VALUES(9,'spk_2ysmmdpc6z4zorl7','p|carvalho|ines','carvalho','person','Ines Carvalho','ines carvalho','f',NULL,NULL,0,0,0,NULL,NULL);
INSERT INTO "speaker" VALUES(10,'spk_yzhz4y6vmt655pwo','o|lethra',NULL,'organisation','Lethra','lethra',NULL,NULL,NULL,0,2,2,'2023-03-14 00:00:00.000000','2023-03-14 00:00:00.000000');
INSERT INTO "speaker" VALUES(11,'spk_hdvy2q3r2yszaqsn','o|dovenia',NULL,'organisation','Dovenia','dovenia',NULL,NULL,NULL,0,1,1,'2023-03-14 00:00:00.000000','2023-03-14 00:00:00.000000');
INSERT INTO "speaker" VALUES(12,'spk_53kezq7bn7fa6uyt','o|kolvik',NULL,'organisation','Kolvik','kolvik',NULL,NULL,NULL,0,0,0,NULL,NULL);
INSERT INTO "speaker" VALUES(13,'spk_a4ujwmfesiitalxw','o|dovenian',NULL,'organisation','Dovenian','dovenian',NULL,NULL,NULL,0,0,0,NULL,NULL);
INSERT INTO "speaker" VALUES(14,'spk_uch4x67zr2vawpnb','o|chosen',NULL,'organisation','Chosen','chosen',NULL,NULL,NULL,0,0,0,NULL,NULL);
INSERT INTO "speaker" VALUES(15,'spk_jxtzn5epalbbnzn4','o|lethran',NULL,'organisation','Lethran','lethran',NULL,NULL,NULL,0,0,0,NULL,NULL);
INSERT INTO "speaker" VALUES(16,'spk_sddixdbkfkgt2cyu','o|selka',NULL,'organisation','Selka','selka',NULL,NULL,NULL,0,0,0,NULL,NULL);
INSERT INTO "speaker" VALUES(17,'spk_qd2zzsydpnjtq2u4','o|bergen',NULL,'organisation','Bergen','bergen',NULL,NULL,NULL,0,0,0,NULL,NULL);
INSERT INTO "speaker" VALUES(18,'spk_zrbsixprycijazfl','o|brenn',NULL,'organisation','Brenn','brenn',NULL,NULL,NULL,0,0,0,NULL,NULL);
INSERT INTO "speaker" VALUES(19,'spk_pl42s5pwp2yn4c2b','o|talks',NULL,'organisation','Talks','talks',NULL,NULL,NULL,0,0,0,NULL,NULL);
INSERT INTO "speaker" VALUES(20,'spk_cnwkvovttwnmrpfq','a|@art_btc5h6zwi7pj62nz|lethran official',NULL,'anonymous','Lethran official','lethran official',NULL,NULL,NULL,0,2,1,NULL,NULL);
INSERT INTO "speaker" VALUES(21,'spk_rehyffmqiaxnupvm','a|@art_btc5h6zwi7pj62nz|wife of the skipper',NULL,'anonymous','wife of the skipper','wife of the skipper',NULL,NULL,NULL,0,1,1,NULL,NULL);
INSERT INTO "speaker" VALUES(22,'spk_wlufjcxlf3g5r32e','a|@art_btc5h6zwi7pj62nz|dovenian coast guard',NULL,'anonymous','Dovenian coast guard','dovenian coast guard',NULL,NULL,NULL,0,1,1,NULL,NULL);
INSERT INTO "speaker" VALUES(23,'spk_q5bhp5caphcldmxu','o|dovenian ministry',NULL,'organisation','Dovenian ministry','dovenian ministry',NULL,NULL,NULL,0,1,1,NULL,NULL);
INSERT INTO "speaker" VALUES(24,'spk_dqbs2hctrfmi4zci','o|port aurel',NULL,'organisation','Port Aurel','port aurel',NULL,NULL,NULL,0,0,0,NULL,NULL);
INSERT INTO "speaker" VALUES(25,'spk_dh6bb2bbxpmbzwib','o|grain',NULL,'organisation','Grain','grain',NULL,NULL,NULL,0,0,0,NULL,NULL);
INSERT INTO "speaker" VALUES(26,'spk_4rtot6hzinv4y4vh','o|exports',NULL,'organisation','Exports','exports',NULL,NULL,NULL,0,0,0,NULL,NULL);
INSERT INTO "speaker" VALUES(27,'spk_cdbboo4ms6bmodgo','o|container',NULL,'organisation','Container','container',NULL,NULL,NULL,0,0,0,NULL,NULL);
INSERT INTO "speaker" VALUES(28,'spk_djruf42buz5hen3t','o|imports',NULL,'organisation','Imports','imports',NULL,NULL,NULL,0,0,0,NULL,NULL);
INSERT INTO "speaker" VALUES(29,'spk_qmu3e4eem7c6sahe','o|passenger',NULL,'organisation','Passenger','passenger',NULL,NULL,NULL,0,0,0,NULL,NULL);
INSERT INTO "speaker" VALUES(30,'spk_my26xc7jbizmzsem','o|work',NULL,'organisation','Work','work',NULL,NULL,NULL,0,0,0,NULL,NULL);
INSERT INTO "speaker" VALUES(31,'spk_kpr3daflae5ga3e4','o|fishing',NULL,'organisation','Fishing','fishing',NULL,NULL,NULL,0,0,0,NULL,NULL);
INSERT INTO "speaker" VALUES(32,'spk_nobekwkxlrpzi3pr','o|strait news agency',NULL,'organisation','Strait News Agency','strait news agency',NULL,NULL,NULL,0,0,0,NULL,NULL);
INSERT INTO "speaker" VALUES(33,'spk_cfrnl243rexvsk6v','o|marko delic',NULL,'organisation','Marko Delic','marko delic',NULL,NULL,NULL,0,0,0,NULL,NULL);
INSERT INTO "speaker" VALUES(34,'spk_jganhdhlfvmo26e2','p|pen|augusta','pen','person','Augusta Penn','augusta penn','f',NULL,NULL,0,0,0,NULL,NULL);
INSERT INTO "speaker" VALUES(35,'spk_44zcm2pzswn4hgng','o|material',NULL,'organisation','Material','material',NULL,NULL,NULL,0,0,0,NULL,NULL);
INSERT INTO "speaker" VALUES(36,'spk_gr2ajn2dfnq3ss3c','o|note',NULL,'organisation','Note','note',NULL,NULL,NULL,0,0,0,NULL,NULL);
INSERT INTO "speaker" VALUES(37,'spk_mo4kausmox7v6q24','o|world',NULL,'organisation','World','world',NULL,NULL,NULL,0,0,0,NULL,NULL);
INSERT INTO "speaker" VALUES(38,'spk_3lhdso3qlhbbb75y','o|tarnby',NULL,'organisation','Tarnby','tarnby',NULL,NULL,NULL,0,0,0,NULL,NULL);
INSERT INTO "speaker" VALUES(39,'spk_omuezn22g4jccfmq','o|meridian',NULL,'organisation','Meridian','meridian',NULL,NULL,NULL,0,0,0,NULL,NULL);
INSERT INTO "speaker" VALUES(40,'spk_hhqvlesep3xkkug5','a|@art_qbm2e3kzg63ci4os|lethran official',NULL,'anonymous','Lethran official','lethran official',NULL,NULL,NULL,0,2,1,'2023-03-14 00:00:00.000000','2023-03-14 00:00:00.000000');
INSERT INTO "speaker" VALUES(41,'spk_xvytqiery62fmui6','a|@art_qbm2e3kzg63ci4os|librarian in tarnby',NULL,'anonymous','librarian in Tarnby','librarian in tarnby',NULL,NULL,NULL,0,1,1,'2023-03-14 00:00:00.000000','2023-03-14 00:00:00.000000');
CREATE TABLE speaker_alias (
	id INTEGER NOT NULL, 
	speaker_id INTEGER NOT NULL, 
	alias VARCHAR NOT NULL, 
	folded VARCHAR NOT NULL, 
	n_articles INTEGER NOT NULL, 
	by_hand BOOLEAN NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(speaker_id) REFERENCES speaker (id), 
	UNIQUE (speaker_id, alias)
);
INSERT INTO "speaker_alias" VALUES(1,1,'Tomás Echeverry','tomas echeverry',1,0);
INSERT INTO "speaker_alias" VALUES(2,1,'Tomas Echeverry','tomas echeverry',1,0);
INSERT INTO "speaker_alias" VALUES(3,1,'Echeverry','echeverry',1,0);
INSERT INTO "speaker_alias" VALUES(4,2,'Yelena Korovina','yelena korovina',2,0);
INSERT INTO "speaker_alias" VALUES(5,2,'Korovina','korovina',2,0);
INSERT INTO "speaker_alias" VALUES(6,3,'Dragomir Šešić','dragomir sesic',1,0);
INSERT INTO "speaker_alias" VALUES(7,3,'Šešić','sesic',1,0);
INSERT INTO "speaker_alias" VALUES(8,3,'Dragomir Sesic','dragomir sesic',1,0);
INSERT INTO "speaker_alias" VALUES(9,3,'Sesic','sesic',1,0);
INSERT INTO "speaker_alias" VALUES(10,4,'Sigrid Aamodt','sigrid aamodt',2,0);
INSERT INTO "speaker_alias" VALUES(11,4,'Aamodt','aamodt',2,0);
INSERT INTO "speaker_alias" VALUES(12,5,'Brandvold Centre','brandvold centre',2,0);
INSERT INTO "speaker_alias" VALUES(13,6,'Rosa Teles','rosa teles',2,0);
INSERT INTO "speaker_alias" VALUES(14,7,'Joaquim Teles','joaquim teles',1,0);
INSERT INTO "speaker_alias" VALUES(15,8,'Marko Delic','marko delic',1,0);
INSERT INTO "speaker_alias" VALUES(16,9,'Ines Carvalho','ines carvalho',1,0);
INSERT INTO "speaker_alias" VALUES(17,10,'Lethra','lethra',2,0);
INSERT INTO "speaker_alias" VALUES(18,11,'Dovenia','dovenia',2,0);
INSERT INTO "speaker_alias" VALUES(19,12,'Kolvik','kolvik',3,0);
INSERT INTO "speaker_alias" VALUES(20,13,'Dovenian','dovenian',2,0);
INSERT INTO "speaker_alias" VALUES(21,14,'Chosen','chosen',1,0);
INSERT INTO "speaker_alias" VALUES(22,15,'Lethran','lethran',2,0);
INSERT INTO "speaker_alias" VALUES(23,16,'Selka','selka',2,0);
INSERT INTO "speaker_alias" VALUES(24,17,'Bergen','bergen',2,0);
INSERT INTO "speaker_alias" VALUES(25,18,'Brenn','brenn',3,0);
INSERT INTO "speaker_alias" VALUES(26,19,'Talks','talks',1,0);
INSERT INTO "speaker_alias" VALUES(27,20,'Lethran official','lethran official',1,0);
INSERT INTO "speaker_alias" VALUES(28,21,'wife of the skipper','wife of the skipper',1,0);
INSERT INTO "speaker_alias" VALUES(29,22,'Dovenian coast guard','dovenian coast guard',1,0);
INSERT INTO "speaker_alias" VALUES(30,23,'Dovenian ministry','dovenian ministry',1,0);
INSERT INTO "speaker_alias" VALUES(31,24,'Port Aurel','port aurel',1,0);
INSERT INTO "speaker_alias" VALUES(32,25,'Grain','grain',1,0);
INSERT INTO "speaker_alias" VALUES(33,26,'Exports','exports',1,0);
INSERT INTO "speaker_alias" VALUES(34,27,'Container','container',1,0);
INSERT INTO "speaker_alias" VALUES(35,28,'Imports','imports',1,0);
INSERT INTO "speaker_alias" VALUES(36,29,'Passenger','passenger',1,0);
INSERT INTO "speaker_alias" VALUES(37,30,'Work','work',1,0);
INSERT INTO "speaker_alias" VALUES(38,31,'Fishing','fishing',1,0);
INSERT INTO "speaker_alias" VALUES(39,32,'Strait News Agency','strait news agency',1,0);
INSERT INTO "speaker_alias" VALUES(40,33,'Marko Delic','marko delic',1,0);
INSERT INTO "speaker_alias" VALUES(41,34,'Augusta Penn','augusta penn',1,0);
INSERT INTO "speaker_alias" VALUES(42,35,'Material','material',1,0);
INSERT INTO "speaker_alias" VALUES(43,36,'Note','note',1,0);
INSERT INTO "speaker_alias" VALUES(44,37,'World','world',1,0);
INSERT INTO "speaker_alias" VALUES(45,38,'Tarnby','tarnby',1,0);
INSERT INTO "speaker_alias" VALUES(46,39,'Meridian','meridian',1,0);
INSERT INTO "speaker_alias" VALUES(47,40,'Lethran official','lethran official',1,0);
INSERT INTO "speaker_alias" VALUES(48,41,'librarian in Tarnby','librarian in tarnby',1,0);
CREATE TABLE speaker_role (
	id INTEGER NOT NULL, 
	speaker_id INTEGER NOT NULL, 
	article_id INTEGER NOT NULL, 
	role VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(article_id) REFERENCES article (id), 
	FOREIGN KEY(speaker_id) REFERENCES speaker (id), 
	UNIQUE (article_id, speaker_id, role)
);
INSERT INTO "speaker_role" VALUES(1,1,1,'Prime Minister');
INSERT INTO "speaker_role" VALUES(2,2,1,'the Dovenian president');
INSERT INTO "speaker_role" VALUES(3,3,1,'Dovenian Foreign Minister');
INSERT INTO "speaker_role" VALUES(4,4,1,'senior director for maritime law at the Brandvold Centre in Bergen and a former judge');
INSERT INTO "speaker_role" VALUES(5,7,1,'The skipper');
INSERT INTO "speaker_role" VALUES(6,1,3,'Prime Minister');
INSERT INTO "speaker_role" VALUES(7,2,3,'the Dovenian president');
INSERT INTO "speaker_role" VALUES(8,3,3,'Dovenian Foreign Minister');
INSERT INTO "speaker_role" VALUES(9,4,3,'a maritime lawyer at the Brandvold Centre in Bergen');
INSERT INTO "speaker_role" VALUES(10,34,3,'our founder');
CREATE TABLE story (
	id INTEGER NOT NULL, 
	public_id VARCHAR NOT NULL, 
	lead_id INTEGER NOT NULL, 
	n_articles INTEGER NOT NULL, 
	first_published_at DATETIME, 
	PRIMARY KEY (id), 
	UNIQUE (public_id)
);
INSERT INTO "story" VALUES(1,'sto_xwuy3xkifdm466ee',3,2,'2023-03-14 00:00:00.000000');
CREATE INDEX ix_audit_at ON audit (at);
CREATE INDEX ix_correction_subject ON correction (subject);
CREATE INDEX ix_idempotency_key_created_at ON idempotency_key (created_at);
CREATE INDEX ix_job_state ON job (state);
CREATE INDEX ix_raw_source_article_id ON raw_source (article_id);
CREATE INDEX ix_speaker_article_id ON speaker (article_id);
CREATE INDEX ix_speaker_family ON speaker (family);
CREATE INDEX ix_speaker_folded_name ON speaker (folded_name);
CREATE INDEX ix_speaker_last_quoted_at ON speaker (last_quoted_at);
CREATE INDEX ix_speaker_listed ON speaker (n_quotations, id);
CREATE INDEX ix_speaker_merged_into_id ON speaker (merged_into_id);
CREATE INDEX ix_story_first_published_at ON story (first_published_at);
CREATE INDEX ix_story_lead_id ON story (lead_id);
CREATE INDEX ix_article_dated_at ON article (dated_at);
CREATE INDEX ix_article_external_id ON article (external_id);
CREATE INDEX ix_article_key ON article ("key");
CREATE INDEX ix_article_raw_id ON article (raw_id);
CREATE INDEX ix_article_source_dated ON article (source_id, dated_at);
CREATE INDEX ix_article_stale ON article (id) WHERE revision <> indexed_revision;
CREATE INDEX ix_article_story_id ON article (story_id);
CREATE INDEX ix_speaker_alias_folded ON speaker_alias (folded);
CREATE INDEX ix_article_relation_other_id ON article_relation (other_id);
CREATE INDEX ix_article_version_raw_id ON article_version (raw_id);
CREATE INDEX ix_job_item_outcome ON job_item (outcome);
CREATE INDEX ix_job_item_raw_id ON job_item (raw_id);
CREATE INDEX ix_mention_named_id ON mention (named_id);
CREATE INDEX ix_quotation_article_id ON quotation (article_id);
CREATE INDEX ix_quotation_named_id ON quotation (named_id);
CREATE INDEX ix_quotation_speaker ON quotation (speaker_id, id);
CREATE INDEX ix_quotation_utterance ON quotation (utterance);
CREATE INDEX ix_quotation_via_named_id ON quotation (via_named_id);
CREATE INDEX ix_shingle_sample_article_id ON shingle_sample (article_id);
CREATE INDEX ix_speaker_role_speaker_id ON speaker_role (speaker_id);
CREATE INDEX ix_quotation_about_named_id ON quotation_about (named_id);
COMMIT;
