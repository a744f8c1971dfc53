using CC.Client.Control;

namespace CC.Cli.Files;

/// <summary>What a node says of a part of a file.</summary>
/// <param name="Sha256">The hash; null if it can't say.</param>
/// <param name="Refusal">Why not.</param>
/// <param name="IsUnknown">Whether that is because it has no such file, or not any more.</param>
internal readonly record struct PartHash(string? Sha256, string? Refusal, bool IsUnknown)
{
    /// <exception cref="CommandFailure">The node is not there.</exception>
    public static async Task<PartHash> AskAsync(CarryingNode node, FileDescription file, string section, long begin, long end)
    {
        try
        {
            return new PartHash(await node.HashAsync(file, section, begin, end), null, false);
        }
        catch (CommandFailure no) when (no.Code == ExitCode.Refused)
        {
            return new PartHash(null, no.Message, no.Message.EndsWith($"({ControlErrors.Unknown})", StringComparison.Ordinal));
        }
    }
}
