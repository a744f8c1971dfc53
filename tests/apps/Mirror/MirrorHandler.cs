using CC.Sdk;

namespace CC.Plugins.Mirror;

/// <summary>Answers with what it was sent, and with the name of its build.</summary>
[Handler("mirror")]
public sealed class MirrorHandler(IMessages messages) : IHandler
{
    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken)
    {
        var asked = messages.Open(message, MirrorJson.Default.MirrorBody);
        messages.Reply(message, new MirrorBody { Req = "reply", Number = asked.Number, Build = Build.Name }, MirrorJson.Default.MirrorBody);
        return default;
    }
}
