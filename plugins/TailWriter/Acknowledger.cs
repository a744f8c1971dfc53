using CC.Sdk;
using CC.Sdk.Bodies;

namespace CC.Plugins.TailWriter;

/// <summary>Tells senders how far they have been stored, and where to go on. Belongs to one worker.</summary>
internal sealed class Acknowledger(IMessages messages, TimeProvider time)
{
    private static readonly TimeSpan QuietFor = TimeSpan.FromSeconds(1);

    /// <summary>Has the next acknowledgement tell the sender where to go on; not for each of the fragments that it had sent meanwhile.</summary>
    public void Refer(Source source, SendingTo place)
    {
        if (!source.IsAsked && (source.IsStuck || (source.ToldAt is { } told && time.GetElapsedTime(told) < QuietFor)))
        {
            source.AnswerTo = null;
        }
        else
        {
            source.ToldAt = time.GetTimestamp();
            source.SendTo = place;
        }
    }

    /// <summary>Answers if there is news, or the sender waits for it; a sender whose data waits to be compressed hears again.</summary>
    public void Answer(Source source)
    {
        var isNews = !source.IsDirty || source.IsAsked || source.SendTo is not null || source.Durable != source.Acknowledged;
        if (isNews && source.AnswerTo is { } route && (source.SendTo?.Generation ?? source.Generation) is { } generation)
        {
            var ack = new FragmentAck
            {
                Req = FragmentAck.Type,
                Filename = source.Key.Filename,
                StDev = source.Key.Device,
                StIno = source.Key.Inode,
                Gen = generation,
                Fpos = source.SendTo?.Begin ?? source.Durable,
                Gap = source.SendTo is not { } place ? 0 : place.Begin is null ? 1 : 2,
            };
            messages.Return(messages.Compose(ack, BodiesJson.Default.FragmentAck, route: route).Frames);
            source.Acknowledged = source.Durable;
        }

        source.AnswerTo = source.IsDirty ? source.AnswerTo : null;
        source.SendTo = null;
        source.IsAsked = false;
    }
}
