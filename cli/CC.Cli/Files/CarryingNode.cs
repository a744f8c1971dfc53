using System.Text.Json.Serialization.Metadata;
using CC.Cli.Nodes;
using CC.Client.Control;
using CC.Sdk.Bodies;

namespace CC.Cli.Files;

/// <summary>A node that is asked for the files that it carries.</summary>
internal sealed class CarryingNode(NodeLink link, TimeSpan limit)
{
    public string Endpoint => link.Endpoint;

    /// <summary>All of its files, however many, and the machine's name.</summary>
    /// <exception cref="CommandFailure">It is not there, or says no.</exception>
    public async Task<FileList> FilesAsync(string section, string match)
    {
        var files = new List<FileDescription>();
        while (true)
        {
            var page = await AskAsync(new FileRequest { Req = ControlTypes.FilesStatus, Section = section, Match = match, Skip = files.Count }, ControlJson.Default.FileList);
            files.AddRange(page.Files);
            if (page.More <= 0 || page.Files.Count == 0)
            {
                return page with { Files = files, More = 0 };
            }
        }
    }

    /// <summary>The hash of a part of a file.</summary>
    /// <exception cref="CommandFailure">It is not there, or says no.</exception>
    public async Task<string> HashAsync(FileDescription file, string section, long begin, long end) => (await AskAsync(
        new FileRequest
        {
            Req = ControlTypes.FilesHash,
            Section = section,
            Host = file.Host,
            Filename = file.Filename,
            StDev = file.StDev,
            StIno = file.StIno,
            Gen = file.Gen,
            Begin = begin,
            End = end,
        },
        ControlJson.Default.FileHash)).Sha256;

    private async Task<T> AskAsync<T>(FileRequest request, JsonTypeInfo<T> typeInfo)
        where T : MessageBody =>
        Answers.Read(await link.AskAsync(RequestBody.Compose(request, ControlJson.Default.FileRequest, TimeProvider.System), limit), typeInfo, link.Endpoint);
}
