using CC.Sdk;
using CC.Sdk.Bodies;

namespace CC.Plugins.InfoWriter;

/// <summary>Tells senders what has become of their files. Those that do not ask, as CC 0.8.7, hear nothing.</summary>
internal sealed class Answers(IMessages messages)
{
    /// <summary>A <see cref="InfoFileAck.Gap"/>: a piece does not follow those that are there.</summary>
    public const int DoesNotFollow = 1;

    /// <summary>A <see cref="InfoFileAck.Gap"/>: no file of the name will ever be stored.</summary>
    public const int RefusedName = 3;

    /// <summary>This content, or a later one, is stored for good.</summary>
    public void Done(Arrival arrival) => Tell(arrival, new InfoFileAck { Req = InfoFileAck.Type, Filename = arrival.Name, Gen = arrival.Gen, Done = 1, Fpos = arrival.File.Size ?? 0 });

    /// <summary>The piece that starts there is wanted next.</summary>
    public void Wants(Arrival arrival, long next, bool doesFollow) => Tell(arrival, new InfoFileAck
    {
        Req = InfoFileAck.Type,
        Filename = arrival.Name,
        Gen = arrival.Gen,
        Done = 0,
        Fpos = next,
        Gap = doesFollow ? 0 : DoesNotFollow,
    });

    /// <summary>
    /// No file of this name will ever be stored, so its sender should go on with others. A host's name may be wrong for a while, and with it go all of its files: their sender keeps
    /// them, and hears nothing.
    /// </summary>
    public void Refused(InfoFile file, MessageRoute route) => Tell(route, new InfoFileAck
    {
        Req = InfoFileAck.Type,
        Filename = (file.Filename ?? file.PieceOf)!,
        Gen = file.Gen!,
        Done = 0,
        Fpos = -1,
        Gap = RefusedName,
    });

    private void Tell(Arrival arrival, InfoFileAck ack)
    {
        if (arrival.WantsAnswer)
        {
            Tell(arrival.Route, ack);
        }
    }

    private void Tell(MessageRoute route, InfoFileAck ack) => messages.Return(messages.Compose(ack, BodiesJson.Default.InfoFileAck, route: route).Frames);
}
