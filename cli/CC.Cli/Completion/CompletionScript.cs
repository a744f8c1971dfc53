using System.Text;

namespace CC.Cli.Completion;

/// <summary>
/// The script. The one of zsh is that of bash: zsh has an adaptor for those. Bash takes words apart at <c>:</c> and <c>=</c>: what has no white space between it in the line is put
/// together again, and of what completes it only that is given which bash puts in, behind the last of those.
/// </summary>
internal static class CompletionScript
{
    private const string Adaptor = "autoload -U +X compinit && compinit -u\nautoload -U +X bashcompinit && bashcompinit\n";

    public static string For(string shell, IReadOnlyList<CompletionWords> commands)
    {
        var script = new StringBuilder(shell == "zsh" ? Adaptor : "").Append("""
            _ccctl() {
              local cur= prev= kept= path= node= words= rest=$COMP_LINE left i n=-1 all
              all=()
              for ((i = 0; i <= COMP_CWORD; i++)); do
                left=${rest#"${rest%%[![:space:]]*}"}
                if [[ $n -lt 0 || $left != "$rest" ]]; then n=$((n + 1)); all[n]=; kept=; fi
                if [[ $i -eq $COMP_CWORD && ${COMP_WORDS[i]} != [:=]* ]]; then kept=${all[n]}; else kept=${all[n]}${COMP_WORDS[i]}; fi
                all[n]=${all[n]}${COMP_WORDS[i]}
                rest=${left#"${COMP_WORDS[i]}"}
              done
              cur=${all[n]} prev=${all[n-1]}
              case ${COMP_WORDS[COMP_CWORD]} in
                --*=*) return ;;
              esac
              case $cur in
                --*=*) prev=${cur%%=*} cur=${cur#*=} kept=${kept#*=} ;;
              esac
              case $prev in
                --config|-c|--blob|--key|--cert|--chain|--out|-o|--from|--procfile) COMPREPLY=($(compgen -f -- "$cur")); COMPREPLY=("${COMPREPLY[@]#"$kept"}"); return ;;
                --format) COMPREPLY=($(compgen -W "supervisord pm2 process-compose" -- "$cur")); return ;;
                --sort) COMPREPLY=($(compgen -W "cpu memory restarts uptime name" -- "$cur")); return ;;
                --endpoint|-e|--timeout|-t|--prefix|-p|--count|-n|--host|--id|--time-limit|--session|--env|--concurrency|--param|--graceful-timeout|--stream|-s|--pid|--label|--interval) return ;;
              esac
              for ((i = 1; i < n; i++)); do
                case ${all[i]} in
                  --endpoint|-e|--config|-c) node="$node ${all[i]} ${all[i+1]}"; i=$((i + 1)) ;;
                  --endpoint=*|--config=*) node="$node ${all[i]}" ;;
                  --timeout|-t|--prefix|-p|--count|-n|--blob|--key|--cert|--chain|--out|-o|--from|--procfile|--format|--sort|--host|--id|--time-limit|--session|--env|--concurrency|--param|--graceful-timeout|--stream|-s|--pid|--label|--interval) i=$((i + 1)) ;;
                  -*) ;;
                  *) case "${path:+$path }${all[i]}" in

            """);
        script.Append($"        {string.Join('|', commands.Where(command => command.Path.Length > 0).Select(command => $"'{command.Path}'"))}) path=\"${{path:+$path }}${{all[i]}}\" ;;\n");
        script.Append("""
                  esac ;;
                esac
              done
              case $path in

            """);
        foreach (var command in commands)
        {
            script.Append($"    '{command.Path}') words='{string.Join(' ', command.Words)}'{Further(command.Argument)} ;;\n");
        }

        return script.Append("""
              esac
              COMPREPLY+=($(compgen -W "$words" -- "$cur"))
              COMPREPLY=("${COMPREPLY[@]#"$kept"}")
            }
            complete -F _ccctl ccctl
            """).ToString();
    }

    /// <summary>Plugins, and jobs, are those of the node that the line names, if it answers.</summary>
    private static string Further(string argument) => argument switch
    {
        "NAME" => """; words="$words $(ccctl plugins list$node 2>/dev/null | awk 'NR > 1 { print $1 }')" """,
        "HOST" => """; words="$words $(ccctl task list$node 2>/dev/null | awk 'NR > 1 { print $1 }')" """,
        "JOB" or "JOB|PID" or "JOB=N" => """; words="$words $(ccctl ps$node 2>/dev/null | awk 'NR > 1 && NF { print $1 } !NF { exit }')" """,
        "FILE" => """; COMPREPLY=($(compgen -f -- "$cur"))""",
        "SHELL" => "; words=\"bash zsh $words\"",
        _ => "",
    };
}
