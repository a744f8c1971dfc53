using CC.Client.Security;
using CC.Sdk;

namespace CC.Cli.Nodes;

/// <summary>Sees that what a node says is signed by whom it should be.</summary>
internal static class Trust
{
    /// <summary>Returns what a node has said, be it an error or not, unless it is not signed as <paramref name="security"/> asks for.</summary>
    /// <exception cref="CommandFailure">It is not.</exception>
    public static Message Examine(in Message said, MessageSecurity? security, string endpoint)
    {
        try
        {
            security?.Examine(said);
            return said;
        }
        catch (MessageException refused)
        {
            throw new CommandFailure(ExitCode.Failed, $"{endpoint} has answered {said.Type}, which is not trusted: {refused.Message}; see that the node has cms-sign, or do without --verify-ca");
        }
    }
}
