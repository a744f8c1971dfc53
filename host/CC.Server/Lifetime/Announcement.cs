using System.Text.Json;
using System.Text.Json.Serialization;

namespace CC.Server.Lifetime;

/// <summary>The line that tells the program that started this one that the node serves.</summary>
/// <param name="Pid">The process.</param>
/// <param name="Endpoints">Where it listens, with what was left open filled in.</param>
internal sealed record Announcement(
    [property: JsonPropertyName("pid")] int Pid,
    [property: JsonPropertyName("endpoints")] IReadOnlyList<string> Endpoints)
{
    public static void Write(IReadOnlyList<string> endpoints)
    {
        Console.Out.WriteLine(JsonSerializer.Serialize(new Announcement(Environment.ProcessId, endpoints), AnnouncementJson.Default.Announcement));
        Console.Out.Flush();
    }
}

[JsonSerializable(typeof(Announcement))]
internal sealed partial class AnnouncementJson : JsonSerializerContext;
