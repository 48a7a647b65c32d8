extension DemoDirectory {
  static let sales = DemoDirectoryTable(
    department: "Sales",
    rows: """
      1400|1005|constance.abernathy|Constance|Abernathy|Head of Sales, Public Sector
      1401|1005|yoshiki.tachibana@jp.example.com|芳樹|橘|Head of Sales, Asia-Pacific|display=橘 芳樹
      1402|1005|maria.fernandes|Maria|Fernandes|Head of Marketing
      1403|1005|yaw.mensah-darko|Yaw|Mensah-Darko|Head of Sales, Aviation
      1404|1400|bram.van.der.velden|Bram|van der Velden|Account Executive
      1405|1400|signe.kjaergaard|Signe|Kjærgaard|Account Executive
      1406|1400|jörn.weiß|Jörn|Weiß|Account Executive|mail=joern.weiss@example.com
      1407|1400|françoise.lemaître|Françoise|Lemaître|Tender Specialist|mail=francoise.lemaitre@example.com
      1408|1400|ilse.vermeulen-de-wit|Ilse|Vermeulen-de Wit|Account Executive
      1409|1400|csongor.szabo-nemeth|Csongor|Szabó-Németh|Account Executive|display=Szabó-Németh Csongor
      1410|1400|oisin.o'shaughnessy|Oisín|O'Shaughnessy|Sales Engineer
      1411|1400|ana.beatriz.vasconcelos|Ana Beatriz Conceição de Albuquerque|\
      Vasconcelos Meireles e Noronha|Account Executive
      1412|1400|tuuli.vainio|Tuuli|Vainio|Sales Operations Analyst
      1413|1400|paloma.ferrer-i-serra|Paloma|Ferrer i Serra|Account Executive|disabled
      1414|1401|mei.ling.tan|美玲|陈|Account Executive|display=陈美玲 (Tan Mei Ling)
      1415|1401|siu-fung.kwok|兆豐|郭|Account Executive|display=郭兆豐 (Kwok Siu-fung)
      1416|1401|yuki.nishimori@jp.example.com|ゆき|西森|Account Executive|display=西森 ゆき
      1417|1401|ryo.hoshikawa@jp.example.com|遼|星川|Sales Engineer|display=星川 遼
      1418|1401|dohyun.seok|도현|석|Account Executive|display=석도현 (Dohyun Seok)
      1419|1401|nattaya.kaewmanee|ณัฐฐายา|แก้วมณี|Account Executive
      1420|1401|putri|Putri||Account Executive
      1421|1401|siti.aminah|Siti Aminah|binti Abdul Rahman|Sales Engineer
      1422|1401|arjun.krishnamurthy|अर्जुन|कृष्णमूर्ति|Account Executive
      1423|1401|ly.thi.thuy.duong|Thị Thùy Dương|Lý|Account Executive|display=Lý Thị Thùy Dương
      1424|1401|hemi.rawiri|Hemi|Rāwiri|Account Executive
      1425|1402|beatrix.szilagyi|Beatrix|Szilágyi|Product Marketing Lead
      1426|1402|ruben.melkonyan|Ռուբեն|Մելքոնյան|Technical Writer
      1427|1402|clementine.d'aubigny|Clémentine|d'Aubigny|Content Designer
      1428|1402|joao.magalhaes|João|Magalhães|Trade Show Coordinator
      1429|1402|sanna-kaisa.rautio|Sanna-Kaisa|Rautio|Web Editor
      1430|1402|q|Q|Bell|Illustrator|mail=quinn.bell@example.com
      1431|1402|rachel.birnbaum+press|Rachel|Birnbaum|Press Officer|mail=press@example.com
      1432|1403|solomiya.lysenko|Соломія|Лисенко|Airport Account Executive
      1433|1403|bilal.ozturk|Bilâl|Öztürk|Airport Account Executive
      1434|1403|moana.tuhiwai|Moana|Tūhiwai|Airport Account Executive
      1435|1403|salome.jikia|სალომე|ჯიქია|Sales Engineer
      1436|1403|hamish.macallister-kerr|Hamish|MacAllister-Kerr|Heliport Specialist
      1437|1403|nia.llewelyn|Nia|Llewelyn|Sales Engineer
      """)
}
