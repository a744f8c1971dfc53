using CC.Sdk;
using CC.Server.Tests.Components;

namespace CC.Server.Tests;

/// <summary>Answers with its text, one message at a time.</summary>
[Handler("answer")]
public sealed class AnswerHandler(PlainOptions options, IMessages messages) : IHandler
{
    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken)
    {
        messages.Return(Texts.Message("answer", options.Text, message.Route).Frames);
        return default;
    }
}
