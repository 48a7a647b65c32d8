extension DemoDirectory {
  static let technology = DemoDirectoryTable(
    department: "Information Technology",
    rows: """
      1700|1007|agnieszka.brzeczykowska|Agnieszka|Brzęczykowska|Head of Infrastructure
      1701|1007|desmond.achebe-lloyd|Desmond|Achebe-Lloyd|Head of Information Security
      1702|1007|chiara.degl'innocenti|Chiara|Degl'Innocenti|Service Desk Manager
      1703|1700|björk.ævarsdóttir|Björk|Ævarsdóttir|Network Engineer|mail=bjork.aevarsdottir@example.com
      1704|1700|sagnik.banerji|সাগ্নিক|বন্দ্যোপাধ্যায়|Systems Engineer
      1705|1700|ren.tsukishiro@jp.example.com|蓮|月城|Systems Engineer|display=月城 蓮
      1706|1700|vaclav.rehor|Václav|Řehoř|Database Administrator
      1707|1700|mihail.ciobanu|Mihail|Ciobanu|Storage Engineer
      1708|1700|senthil.arumugam|செந்தில்|ஆறுமுகம்|Cloud Engineer
      1709|1700|karim.boughanmi|Karim|Boughanmi|Network Engineer|disabled
      1710|1701|liora.stern-amir|ליאורה|שטרן־אמיר|Identity Engineer
      1711|1701|zhi-yuan.zhuge|致远|诸葛|Security Analyst|display=诸葛致远
      1712|1701|ekaterine.mchedlishvili|ეკატერინე|მჭედლიშვილი|Security Analyst
      1713|1701|finn.ó-broin|Finn|Ó Broin|Incident Responder|mail=finn.obroin@example.com
      1714|1701|ngozi.eze|Ngọzi|Eze|Identity Engineer
      1715|1702|wanjiru.kamau|Wanjirũ|Kamau|Service Desk Analyst
      1716|1702|jean-baptiste.n'diaye|Jean-Baptiste|N'Diaye|Service Desk Analyst
      1717|1702|phailin.chaiyasit|ไพลิน|ไชยสิทธิ์|Service Desk Analyst
      1718|1702|taavi.joeaar|Taavi|Jõeäär|Service Desk Analyst
      1719|1702|bopha.keo|បុប្ផា|កែវ|Service Desk Analyst
      1720|1702|kirsty+admin|Kirsty|Drummond|Workplace Technician|mail=kirsty.drummond@example.com
      1721|1702|haykuhi.petrosyan|Հայկուհի|Պետրոսյան|Workplace Technician
      """)
}
