namespace CC.Programs;

/// <summary>Finds the file of a program, as a shell would.</summary>
public static class ProgramFile
{
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The path of a program that is named by a path, or by a name that is looked for in the folders of <c>PATH</c>; null if there is none that can be run.</summary>
    public static string? Find(string program) => program.Contains('/')
        ? IsProgram(program) ? Path.GetFullPath(program) : null
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(IsProgram);

    private static bool IsProgram(string path) => File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Executable) != 0);
}
