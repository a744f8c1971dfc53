namespace CC.Plugins.Database;

/// <summary>What a call has returned.</summary>
/// <param name="Data">As <see cref="DatabaseReply.Data"/>; with <see cref="ReturnMode.Json"/> the message that the function has made.</param>
/// <param name="Rows">How many rows.</param>
internal sealed record CallResult(ReadOnlyMemory<byte> Data, long Rows);
