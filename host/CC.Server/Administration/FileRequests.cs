using System.IO.Enumeration;
using CC.Client.Control;
using CC.Sdk;

namespace CC.Server.Administration;

/// <summary>Asks the components that carry files. What they do is a plugin's code: it has a limit, and what it throws is told, not followed.</summary>
/// <param name="carriers">The components, as they are now.</param>
/// <param name="hostName">This machine.</param>
/// <param name="time">The clock.</param>
internal sealed class FileRequests(Func<IEnumerable<SeenCarrier>> carriers, string hostName, TimeProvider time) : IDisposable
{
    /// <summary>Files in one answer.</summary>
    public const int Page = 500;

    /// <summary>Hashing reads whole files: so many at a time, so that the disk serves others, too.</summary>
    private const int Hashing = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly SemaphoreSlim hashing = new(Hashing);
    private readonly CancellationTokenSource stopping = new();

    /// <summary>The files that are carried.</summary>
    /// <exception cref="ControlException">There is no such section.</exception>
    public async Task<FileList> StatusAsync(FileRequest request)
    {
        var files = new List<FileDescription>();
        var unseen = new List<UnseenCarrier>();
        foreach (var (section, carrier) in Chosen(request.Section))
        {
            if (carrier is null)
            {
                unseen.Add(new UnseenCarrier { Section = section, Why = "it runs in a process of its own, and can't be asked for its files" });
                continue;
            }

            try
            {
                files.AddRange((await AskAsync(carrier)).Select(file => Describe(section, file)));
            }
            catch (Exception failure) when (!stopping.IsCancellationRequested)
            {
                var why = failure is OperationCanceledException or TimeoutException ? $"it has not answered within {Patience.TotalSeconds:0} s" : failure.Message;
                unseen.Add(new UnseenCarrier { Section = section, Why = why });
            }
        }

        var wanted = files.Where(file => request.Match.Length == 0 || FileSystemName.MatchesSimpleExpression(request.Match, file.Filename, ignoreCase: false)).ToArray();
        Array.Sort(wanted, Compare);
        var page = wanted.Skip(Math.Max(0, request.Skip)).Take(Page).ToArray();
        return new FileList { Req = ControlTypes.Reply, Files = page, More = Math.Max(0, wanted.Length - Math.Max(0, request.Skip) - page.Length), Unseen = unseen };
    }

    /// <summary>The hash of a part of one file.</summary>
    /// <exception cref="ControlException">Nobody has that.</exception>
    public async Task<FileHash> HashAsync(FileRequest request)
    {
        if (request.Filename.Length == 0 || request.Begin < 0 || request.End < request.Begin)
        {
            throw new ControlException(ControlErrors.BadRequest, $"{request.Req} needs filename, begin and end, with 0 <= begin <= end");
        }

        var name = new CarriedFileName(request.Host, request.Filename, request.StDev, request.StIno, request.Gen);
        foreach (var (section, carrier) in Chosen(request.Section).Where(entry => entry.Carrier is not null))
        {
            if (await HashAsync(carrier!, name, request.Begin, request.End) is { } hash)
            {
                return new FileHash { Req = ControlTypes.Reply, Section = section, Sha256 = hash };
            }
        }

        throw new ControlException(ControlErrors.Unknown, $"nobody here has {request.Filename} (inode {request.StIno}, content {request.Gen}), or not any more");
    }

    /// <summary>Ends what is under way.</summary>
    public void Dispose() => stopping.Cancel();

    private async Task<string?> HashAsync(IFileCarrier carrier, CarriedFileName name, long begin, long end)
    {
        await hashing.WaitAsync(stopping.Token);
        try
        {
            return await Task.Run(() => carrier.HashAsync(name, begin, end, stopping.Token).AsTask(), stopping.Token);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ControlException(ControlErrors.Refused, failure.Message);
        }
        finally
        {
            hashing.Release();
        }
    }

    private async Task<IReadOnlyList<CarriedFile>> AskAsync(IFileCarrier carrier)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping.Token);
        return await Task.Run(() => carrier.FilesAsync(either.Token).AsTask(), either.Token).WaitAsync(either.Token);
    }

    private SeenCarrier[] Chosen(string section)
    {
        var all = carriers().ToArray();
        var chosen = section.Length == 0 ? all : Array.FindAll(all, entry => entry.Section == section);
        return section.Length == 0 || chosen is not []
            ? chosen
            : throw new ControlException(ControlErrors.Unknown, $"no section {section} carries files; these do: {string.Join(", ", all.Select(entry => entry.Section).Order(StringComparer.Ordinal))}");
    }

    private FileDescription Describe(string section, CarriedFile file) => new()
    {
        Section = section,
        Role = file.IsTarget ? FileDescription.Target : FileDescription.Source,
        Host = file.Name.HostName.Length > 0 ? file.Name.HostName : hostName,
        Filename = file.Name.FileName,
        StDev = file.Name.Device,
        StIno = file.Name.Inode,
        Gen = file.Name.Generation,
        Path = file.Path,
        Begin = file.Begin,
        Acked = file.Acknowledged,
        Size = file.Size,
        InFlight = file.InFlight,
        State = file.State,
    };

    private static int Compare(FileDescription one, FileDescription other) =>
        string.CompareOrdinal(one.Host, other.Host) is not 0 and var byHost ? byHost
        : string.CompareOrdinal(one.Filename, other.Filename) is not 0 and var byName ? byName
        : one.StIno.CompareTo(other.StIno) is not 0 and var byInode ? byInode
        : string.CompareOrdinal(one.Gen, other.Gen) is not 0 and var byContent ? byContent
        : string.CompareOrdinal(one.Section, other.Section);
}
