variable "name" {
  description = "The name of the instance. A name that was used cannot be used again for a week."
  type        = string
}

variable "region" {
  description = "Where the instance and its backups are."
  type        = string
}

variable "network" {
  description = "The network it has its private address in."
  type        = string
}

variable "tier" {
  description = "The machine: db-f1-micro, db-g1-small, or db-custom-CPUS-MEGABYTES."
  type        = string
}

variable "highly_available" {
  description = "Whether a second machine in another zone takes over when the first fails. Costs twice as much."
  type        = bool
}

variable "disk_limit_gb" {
  description = "How far the disk may grow by itself."
  type        = number
  default     = 100
}

variable "backups" {
  description = "How many daily backups are kept."
  type        = number
  default     = 14
}

variable "protect" {
  description = "Whether deleting the instance is refused."
  type        = bool
}

variable "password_version" {
  description = "Counting this up makes a new password, for the user and for the connection string alike."
  type        = number
  default     = 1
}

variable "ca_file" {
  description = "Where the authority's certificate is mounted for those who connect."
  type        = string
}
