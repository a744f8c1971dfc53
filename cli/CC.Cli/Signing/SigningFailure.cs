using System.Text.Json.Serialization;

namespace CC.Cli.Signing;

/// <summary>A file could not be signed, after others were.</summary>
/// <param name="Req">Always <c>error</c>.</param>
/// <param name="Code">The code, for programs.</param>
/// <param name="Msg">What is the matter, for people.</param>
/// <param name="Signed">The files that were signed before.</param>
internal sealed record SigningFailure(
    [property: JsonPropertyName("req")] string Req,
    [property: JsonPropertyName("code")] string Code,
    [property: JsonPropertyName("msg")] string Msg,
    [property: JsonPropertyName("signed")] SignedFile[] Signed);
