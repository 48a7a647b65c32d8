extension DemoDirectory {
  static let fieldService = DemoDirectoryTable(
    department: "Field Service",
    rows: """
      1300|1001|oluwaseun.adebayo-clarke|Olúwáṣeun|Adébáyọ̀-Clarke|Director of Field Service
      1301|1300|hildegunn.bjornstad|Hildegunn|Bjørnstad|Regional Service Manager, North
      1302|1300|rania.el-khatib|رانيا|الخطيب|Regional Service Manager, South
      1303|1300|minh.chau.le|Minh Châu|Lê|Regional Service Manager, East|display=Lê Minh Châu
      1304|1300|guadalupe.echeverria|María del Carmen de los Ángeles Guadalupe|\
      Echeverría y Montes de Oca Santibáñez|Regional Service Manager, West
      1305|1301|pipaluk.petersen|Pipaluk|Petersen|Field Engineer, Arctic Stations
      1306|1301|jouni.makelainen|Jouni|Mäkeläinen|Field Engineer
      1307|1301|gudrun.hallgrimsdottir|Guðrún|Hallgrímsdóttir|Field Engineer
      1308|1301|piotr.zielonka|Piotr|Zielonka|Field Engineer
      1309|1301|caoimhe.fitzgerald-roche|Caoimhe|Fitzgerald-Roche|Field Engineer
      1310|1301|svetlana.belova|Светлана|Белова|Lightning Detection Specialist
      1311|1301|aivars.ozolins|Aivars|Ozoliņš|Field Engineer|disabled
      1312|1301|ruth.nic-an-tsaoir|Ruth|Nic an tSaoir|Field Engineer
      1313|1301|janne.van-'t-hof|Janne|van 't Hof|Marine Buoy Technician
      1314|1302|khalid.al-subaie|خالد|السبيعي|Field Engineer, Desert Stations
      1315|1302|layla.haddad|ليلى|الحداد|Field Engineer
      1316|1302|yonatan.bar-on|יונתן|בר־און|Field Engineer
      1317|1302|tamar.ben-ari|תמר|בן־ארי|Airport Systems Engineer
      1318|1302|stavros.konstantinidis|Σταύρος|Κωνσταντινίδης|Field Engineer
      1319|1302|mekdes.alemu|መቅደስ|አለሙ|Field Engineer
      1320|1302|thandiwe.mkhabela|Thandiwe|Mkhabela|Field Engineer
      1321|1302|ines.de.almeida|Inês|de Almeida e Sousa|Hydrology Engineer
      1322|1302|giovanni.dell'acqua|Giovanni|Dell'Acqua|Field Engineer
      1323|1303|ayesha.qureshi|عائشہ|قریشی|Field Engineer, Mountain Stations
      1324|1303|pasang|पासाङ||Field Engineer, Mountain Stations|display=पासाङ (Pasang)
      1325|1303|tenzin|བསྟན་འཛིན||Avalanche Station Technician|display=བསྟན་འཛིན (Tenzin)
      1326|1303|murugan.k|முருகன்|கே|Field Engineer|display=கே. முருகன்
      1327|1303|tahmina.akter|তাহমিনা|আক্তার|Flood Gauge Technician
      1328|1303|naoko.fujisaki@jp.example.com|直子|藤崎|Typhoon Station Engineer|display=藤崎 直子
      1329|1303|daiki.hasebe@jp.example.com|大樹|長谷部|Field Engineer|display=長谷部 大樹
      1330|1303|jieun.bang|지은|방|Field Engineer|display=방지은
      1331|1303|hm.wickramasinghe|Herath Mudiyanselage Nimal Jayantha Bandara|\
      Rathnayake Wickramasinghe|Monsoon Station Engineer
      1332|1304|ximena.iturralde|Ximena|Iturralde Peña|Field Engineer
      1333|1304|nahuel.antinao|Nahuel|Antinao|Field Engineer, Patagonia
      1334|1304|gabrielle.saint-onge|Gabrielle|Saint-Onge|Field Engineer
      1335|1304|dakota.lindholm|Dakota|Lindholm|Tower Climber
      1336|1304|thiago.conceicao|Thiago|da Conceição|Rainforest Station Engineer
      1337|1304|marguerite.thibodeaux|Marguerite|Thibodeaux|Hurricane Station Engineer
      """)
}
