using CC.Sdk;
using CC.Server.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CC.Server.Security;

/// <summary>Lets messages from connections in by the certificates that they are signed with, before any handler sees them.</summary>
/// <param name="isLocal">Whether a message comes from this machine.</param>
/// <param name="answer">Tells the sender that he may not; no more than that.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where refusals are told.</param>
internal sealed partial class AccessGuard(Func<Message, bool> isLocal, Action<Message> answer, TimeProvider time, ILogger logger)
{
    private readonly OncePerInterval quiet = new(TimeSpan.FromSeconds(30), time);
    private volatile AccessInForce inForce = new(AccessTable.Empty, null);

    /// <summary>The rules in force; replaced as a whole.</summary>
    public AccessInForce InForce
    {
        get => inForce;
        set => inForce = value;
    }

    /// <summary>Whether a message may go on to its handlers; one that may not is answered, and logged now and then.</summary>
    public bool Admits(in Message message)
    {
        var (table, _) = inForce;
        if (table.Rules.Count == 0 || table.Find(message.Type) is not { } rule || (AccessTable.IsControl(message.Type) && isLocal(message)))
        {
            return true;
        }

        if (WhyNot(message, rule) is not { } why)
        {
            return true;
        }

        Refuse(message, why);
        return false;
    }

    /// <summary>Whether a rule names who has signed a message.</summary>
    public bool Allows(in Message message) => inForce.Table.Find(message.Type) is { } rule && WhyNot(message, rule) is null;

    private string? WhyNot(in Message message, AccessRule rule)
    {
        try
        {
            return inForce.Security?.Examine(message).Signer is not { } signer ? "it is not signed"
                : rule.Allows(signer) ? null
                : $"{signer.Subject} is not among those that {rule.Pattern} is for";
        }
        catch (MessageException refused)
        {
            return refused.Message;
        }
    }

    private void Refuse(in Message message, string why)
    {
        var source = SourceOf(message);
        if (quiet.IsTime(source))
        {
            Log.Refused(logger, message.Type, source, why);
        }

        if (message.Route.Count > 0)
        {
            answer(message);
        }
    }

    private static string SourceOf(in Message message)
    {
        message.Frames.Pop(out var address);
        return Convert.ToHexString(address.Span);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Type} from connection {Source} is not permitted by [access]: {Why}; more of that connection are only counted for a while")]
        public static partial void Refused(ILogger logger, string type, string source, string why);
    }
}
