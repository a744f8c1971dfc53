using System.Globalization;
using System.Runtime.InteropServices;

namespace CC.Supervision.Processes;

/// <summary>The machine's users and groups (getpwnam(3), getgrnam(3)), wherever they are kept.</summary>
internal static unsafe partial class Accounts
{
    private const int BufferSize = 64 * 1024;
    private const int MaxGroups = 4096;

    public static Account Own() => ById(EffectiveUser()) ?? new Account("", EffectiveUser(), EffectiveGroup());

    public static Account? User(string nameOrNumber) =>
        uint.TryParse(nameOrNumber, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? ById(number) : ByName(nameOrNumber);

    public static uint? Group(string nameOrNumber)
    {
        var buffer = new byte[BufferSize];
        fixed (byte* texts = buffer)
        {
            GroupEntry entry;
            GroupEntry* found;
            _ = uint.TryParse(nameOrNumber, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? FindGroup(number, &entry, texts, BufferSize, &found)
                : FindGroup(nameOrNumber, &entry, texts, BufferSize, &found);
            return found is null ? null : entry.Id;
        }
    }

    /// <summary>The groups that a user is in, with one more.</summary>
    public static IReadOnlyList<uint> GroupsOf(Account account, uint group)
    {
        Span<uint> groups = stackalloc uint[MaxGroups];
        var count = MaxGroups;
        return account.Name.Length > 0 && ListGroups(account.Name, group, groups, ref count) >= 0 ? groups[..count].ToArray() : [group];
    }

    private static Account? ById(uint number)
    {
        var buffer = new byte[BufferSize];
        fixed (byte* texts = buffer)
        {
            UserEntry entry;
            UserEntry* found;
            _ = FindUser(number, &entry, texts, BufferSize, &found);
            return found is null ? null : Read(entry);
        }
    }

    private static Account? ByName(string name)
    {
        var buffer = new byte[BufferSize];
        fixed (byte* texts = buffer)
        {
            UserEntry entry;
            UserEntry* found;
            _ = FindUser(name, &entry, texts, BufferSize, &found);
            return found is null ? null : Read(entry);
        }
    }

    private static Account Read(in UserEntry entry) => new(Marshal.PtrToStringUTF8((nint)entry.Name) ?? "", entry.User, entry.Group);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "getegid")]
    private static partial uint EffectiveGroup();

    [LibraryImport("libc", EntryPoint = "getpwnam_r", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int FindUser(string name, UserEntry* entry, byte* buffer, nuint length, UserEntry** found);

    [LibraryImport("libc", EntryPoint = "getpwuid_r")]
    private static partial int FindUser(uint number, UserEntry* entry, byte* buffer, nuint length, UserEntry** found);

    [LibraryImport("libc", EntryPoint = "getgrnam_r", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int FindGroup(string name, GroupEntry* entry, byte* buffer, nuint length, GroupEntry** found);

    [LibraryImport("libc", EntryPoint = "getgrgid_r")]
    private static partial int FindGroup(uint number, GroupEntry* entry, byte* buffer, nuint length, GroupEntry** found);

    [LibraryImport("libc", EntryPoint = "getgrouplist", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ListGroups(string user, uint group, Span<uint> groups, ref int count);

    /// <summary>struct passwd</summary>
    private struct UserEntry
    {
        public byte* Name;
        public byte* Password;
        public uint User;
        public uint Group;
        public byte* Description;
        public byte* Home;
        public byte* Shell;
    }

    /// <summary>struct group</summary>
    private struct GroupEntry
    {
        public byte* Name;
        public byte* Password;
        public uint Id;
        public byte** Members;
    }
}
