extension DemoDirectory {
  static let production = DemoDirectoryTable(
    department: "Production",
    rows: """
      1200|1001|beatriz.quintanilha|Beatriz|Quintanilha|Director of Production
      1201|1200|wendelin.jäger|Wendelin|Jäger|Assembly Manager|mail=wendelin.jaeger@example.com
      1202|1200|somchai.srisuwan|สมชาย|ศรีสุวรรณ|Electronics Line Manager
      1203|1200|milica.jovanovic|Милица|Јовановић|Calibration Laboratory Manager
      1204|1200|abdirahman.warsame|Abdirahman|Warsame|Warehouse Manager
      1205|1201|dorota.gorska|Dorota|Górska|Assembly Team Lead
      1206|1201|jose.barrientos|Jose\u{301}|Barrientos|Assembly Technician
      1207|1201|fatima.zahra.alaoui|فاطمة الزهراء|العلوي|Assembly Technician
      1208|1201|hieu.tran|Trọng Hiếu|Trần|Assembly Technician|display=Trần Trọng Hiếu
      1209|1201|sokha.chan|សុខា|ចាន់|Assembly Technician
      1210|1201|mehmet.ozguroglu|Mehmet|Özgüroğlu|Assembly Technician
      1211|1201|edite.kalnina|Edīte|Kalniņa|Assembly Technician
      1212|1201|batbayar|Батбаяр||Assembly Technician
      1213|1201|pavlina.dimitrova|Павлина|Димитрова|Assembly Technician
      1214|1201|sione.fakatava|Sione|Fakatava|Assembly Technician
      1215|1201|rosa.quispe|Rosa Ñusta|Quispe Mamani|Assembly Technician
      1216|1201|harpreet.dhillon|ਹਰਪ੍ਰੀਤ|ਢਿੱਲੋਂ|Assembly Technician
      1217|1201|emre.kilic|Emre|Kılıç|Apprentice Technician|disabled
      1218|1202|kittiphong.sisuwanwatthana|กิตติพงษ์|ศรีสุวรรณวัฒนาพานิชกุล|Line Technician
      1219|1202|malee|มาลี||Line Technician|display=มาลี (Malee)
      1220|1202|khamla.phommachan|ຄຳຫຼ້າ|ພົມມະຈັນ|Line Technician
      1221|1202|wei.li|伟|李|Surface-Mount Operator|display=李伟
      1222|1202|jing.ouyang|静|欧阳|Surface-Mount Operator|display=欧阳静
      1223|1202|seoyeon.yoon|서연|윤|Soldering Specialist|display=윤서연 (Seoyeon Yoon)
      1224|1202|maricel.dela-cruz|Maricel|dela Cruz|Soldering Specialist
      1225|1202|ni.ketut.sari|Ni Ketut Sari||Line Technician
      1226|1202|beena.thomas|ബീന|തോമസ്|Inspection Technician
      1227|1202|aditya.rao|ఆదిత్య|రావు|Inspection Technician
      1228|1202|nilusha.wijeratne|නිලූෂා|විජේරත්න|Inspection Technician
      1229|1202|lalao.rakotomalala|Lalao Haingotiana|Rakotomalalanirina Andriamihajason|\
      Inspection Technician|display=Lalao Haingotiana Voahangy Rakotomalalanirina Andriamihajason
      1230|1202|toomas.pold|Toomas|Põld|Night Shift Lead
      1231|1203|bojan.stojkovski|Бојан|Стојковски|Calibration Technician
      1232|1203|galiya.nurlankyzy|Ғалия|Нұрланқызы|Calibration Technician
      1233|1203|aylin.memmedova|Aylin|Məmmədova|Calibration Technician
      1234|1203|tamar.lomidze|თამარ|ლომიძე|Calibration Technician
      1235|1203|hripsime.sargsyan|Հռիփսիմե|Սարգսյան|Pressure Standards Technician
      1236|1203|bekele.tadesse|በቀለ|ታደሰ|Calibration Technician
      1237|1203|nikos.anagnostopoulos|Νίκος|Αναγνωστόπουλος|Calibration Technician
      1238|1203|siobhan.ni-mhurchu|Siobhán|Ní Mhurchú|Temperature Standards Technician
      1239|1203|gwenllian.prys-howell|Gwenllian|Prys-Howell|Calibration Technician
      1240|1204|hodan.abdi|Hodan|Abdi Nuur|Stock Controller
      1241|1204|cosmin.tanase|Cosmin|Tănase|Forklift Operator|mail=none
      1242|1204|leilani.kaopua|Leilani|Kaʻōpua|Dispatch Clerk
      1243|1204|tevita.faleafa|Tēvita|Faleʻafa|Dispatch Clerk
      1244|1204|yusuf.karimov|Yusuf|Karimov|Packing Operator
      1245|1204|aroha.te-whaiti|Aroha|Te Whāiti|Packing Operator
      1246|1204|d'angelo.whitfield|D'Angelo|Whitfield|Goods-in Inspector
      1247|1204|odile.n'guessan|Odile|N'Guessan|Packing Operator|disabled
      """)
}
