namespace CC.Plugins.TailWriter;

/// <summary>Where a sender is to go on.</summary>
/// <param name="Generation">In which content.</param>
/// <param name="Begin">At which offset, if nothing of it is stored; null for what follows what is stored.</param>
internal readonly record struct SendingTo(string Generation, long? Begin);
