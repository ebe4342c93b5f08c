package ring

func entrance() door { return door{} }

func stock() room[int] { return room[int]{} }
