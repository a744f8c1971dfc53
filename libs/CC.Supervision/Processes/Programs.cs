namespace CC.Supervision.Processes;

/// <summary>Finds the files of programs, as a shell would.</summary>
internal static class Programs
{
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The path of a program.</summary>
    /// <exception cref="ProcessStartException">There is none, or it can't be executed by anybody.</exception>
    public static string Find(string program, string? workingDirectory)
    {
        if (program.Contains('/'))
        {
            var path = Path.Combine(workingDirectory ?? "", program);
            return IsProgram(path) ? Path.GetFullPath(path)
                : File.Exists(path) ? throw new ProcessStartException(StartFailure.NotPermitted, $"{program} is not executable; chmod +x makes it so")
                : throw new ProcessStartException(StartFailure.NoProgram, $"there is no program {program}; see that the path is right and the file is there");
        }

        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program)).FirstOrDefault(IsProgram)
            ?? throw new ProcessStartException(StartFailure.NoProgram, $"there is no program {program} in the folders of PATH; name it by its path, or install it");
    }

    private static bool IsProgram(string path) => File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Executable) != 0);
}
